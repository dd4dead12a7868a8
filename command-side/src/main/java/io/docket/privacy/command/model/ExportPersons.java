package io.docket.privacy.command.model;

import io.docket.platform.eventstore.TransactionParticipant;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.Persons;
import io.docket.privacy.api.event.PersonalDataExported;
import io.docket.privacy.command.ExportPersonalData;
import io.docket.privacy.command.ExportReceipt;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Finds whose data are asked for, and puts on record that they were. */
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
    ExportReceipt handle(ExportPersonalData command) throws Exception {
        data.requireAllEncrypted();
        Person person = ErasePersons.find(persons, command.subject());
        var event =
                new PersonalDataExported(command.exportId(), command.subject().kind(), person.id());
        TransactionParticipant.add(CurrentUnitOfWork.get().root(), ExportedPerson.noted(event));
        exports.newInstance(() -> new Export(event));
        return new ExportReceipt(person.id(), data.extent(person.id()).upTo());
    }
}
