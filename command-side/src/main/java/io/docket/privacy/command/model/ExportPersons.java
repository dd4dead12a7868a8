package io.docket.privacy.command.model;

import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.Persons;
import io.docket.privacy.api.event.PersonalDataExported;
import io.docket.privacy.command.ExportPersonalData;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Collects what is held about a person, and puts on record that it was asked for. */
@Component
class ExportPersons {

    private final Repository<Export> exports;
    private final Persons persons;
    private final HeldData data;

    ExportPersons(Repository<Export> exports, Persons persons, HeldData data) {
        this.exports = exports;
        this.persons = persons;
        this.data = data;
    }

    @CommandHandler
    List<HeldData.Aggregate> handle(ExportPersonalData command) throws Exception {
        data.requireAllEncrypted();
        Person person = ErasePersons.find(persons, command.subject());
        exports.newInstance(() -> new Export(
                new PersonalDataExported(command.exportId(), command.subject().kind(), person.id())));
        return data.of(person.id());
    }
}
