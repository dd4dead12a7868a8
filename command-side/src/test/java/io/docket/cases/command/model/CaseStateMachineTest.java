package io.docket.cases.command.model;

import static io.docket.cases.command.model.Cases.AGENT;
import static io.docket.cases.command.model.Cases.CALLBACK_TIME;
import static io.docket.cases.command.model.Cases.CLERK;
import static io.docket.cases.command.model.Cases.CUSTOMER;
import static io.docket.cases.command.model.Cases.ID;
import static io.docket.cases.command.model.Cases.REGISTRATION;
import static io.docket.cases.command.model.Cases.actingFor;
import static io.docket.cases.command.model.Cases.ifMatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.AttachmentRemoved;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.CaseRejected;
import io.docket.cases.api.event.CaseReopened;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.command.AddAttachment;
import io.docket.cases.command.CaseCommand;
import io.docket.cases.command.CaseReceipt;
import io.docket.cases.command.CloseCase;
import io.docket.cases.command.RegisterCallbackRequest;
import io.docket.cases.command.RegisterComplaint;
import io.docket.cases.command.RegisterServiceRequest;
import io.docket.cases.command.RemoveAttachment;
import io.docket.cases.command.UpdateCase;
import io.docket.platform.errors.RefusedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.jspecify.annotations.Nullable;

/** No sequence of commands leads a case astray. The state is derived from the events alone, by a model of its own. */
class CaseStateMachineTest {

    /** Which state may follow which, as the API's contract draws it; DELETE closes an open case as well. */
    private static final Map<CaseState, Set<CaseState>> TRANSITIONS = new EnumMap<>(Map.of(
            CaseState.ACCEPTED,
            Set.of(CaseState.ACTIVE, CaseState.RESOLVED, CaseState.REJECTED, CaseState.CANCELED, CaseState.CLOSED),
            CaseState.ACTIVE,
            Set.of(CaseState.RESOLVED, CaseState.REJECTED, CaseState.CANCELED, CaseState.CLOSED),
            CaseState.RESOLVED,
            Set.of(CaseState.ACTIVE, CaseState.CLOSED),
            CaseState.CLOSED,
            Set.of(),
            CaseState.REJECTED,
            Set.of(),
            CaseState.CANCELED,
            Set.of()));

    /** A command and the metadata that it is sent with. */
    record Sent(CaseCommand command, Map<String, ?> metaData) {}

    @Property(tries = 300, seed = "42")
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void noSequenceOfCommandsLeadsACaseAstray(
            @ForAll("registrations") CaseCommand registration, @ForAll("sequences") List<Sent> sequence) {
        try (var store = new Store()) {
            var model = new Model();
            assertThat(store.send(new Sent(registration, Map.of()))).isNotNull();
            store.newEvents().forEach(model::take);

            for (Sent sent : sequence) {
                CaseState before = model.state();
                CaseReceipt receipt = store.send(sent);
                List<CaseEvent> events = store.newEvents();
                if (receipt == null) {
                    assertThat(events).as("events of the refused %s", sent).isEmpty();
                } else {
                    events.forEach(model::take);
                    assertThat(receipt.state()).isEqualTo(model.state());
                    assertThat(receipt.version()).isEqualTo(store.events() - 1);
                }
                if (before.isFinal()) {
                    assertThat(receipt)
                            .as("answer of a %s case to %s", before, sent)
                            .isNull();
                }
                Statistics.label("state").collect(model.state());
                Statistics.label("refused").collect(receipt == null);
            }
        }
        Statistics.label("state").coverage(coverage -> {
            for (CaseState state : CaseState.values()) {
                coverage.check(state).percentage(percentage -> percentage > 1);
            }
        });
        Statistics.label("refused").coverage(coverage -> {
            coverage.check(true).percentage(percentage -> percentage > 10);
            coverage.check(false).percentage(percentage -> percentage > 10);
        });
    }

    @Provide
    Arbitrary<CaseCommand> registrations() {
        return Arbitraries.of(
                new RegisterComplaint(ID, REGISTRATION),
                new RegisterServiceRequest(ID, REGISTRATION),
                new RegisterCallbackRequest(ID, CLERK, CUSTOMER, CALLBACK_TIME, "Cards"));
    }

    @Provide
    Arbitrary<List<Sent>> sequences() {
        return Combinators.combine(commands(), metaData()).as(Sent::new).list().ofMaxSize(12);
    }

    private static Arbitrary<CaseCommand> commands() {
        Arbitrary<String> files = Arbitraries.of("a", "b");
        Arbitrary<String> types = Arbitraries.of("Complaint", "Fees").injectNull(0.6);
        Arbitrary<String> resolutions = Arbitraries.of("Done.", "Settled.", " ").injectNull(0.4);
        Arbitrary<CaseState> states = Arbitraries.of(CaseState.class).injectNull(0.1);
        Arbitrary<CaseCommand> adding = files.map(
                file -> new AddAttachment(ID, new Attachment(file, file + ".pdf", null), CUSTOMER.id(), CLERK));
        Arbitrary<CaseCommand> removing = files.map(file -> new RemoveAttachment(ID, file, CLERK));
        Arbitrary<CaseCommand> updating = Combinators.combine(types, resolutions, states)
                .as((type, resolution, state) -> new UpdateCase(ID, type, resolution, state, AGENT));
        Arbitrary<CaseCommand> closing = Combinators.combine(types, resolutions)
                .as((type, resolution) -> new CloseCase(ID, type, resolution, AGENT));
        return Arbitraries.frequencyOf(
                Tuple.of(3, adding), Tuple.of(3, removing), Tuple.of(12, updating), Tuple.of(1, closing));
    }

    private static Arbitrary<Map<String, ?>> metaData() {
        return Arbitraries.frequency(
                Tuple.of(8, Map.<String, Object>of()),
                Tuple.of(1, ifMatch("\"0\"")),
                Tuple.of(1, ifMatch("*")),
                Tuple.of(1, actingFor(CUSTOMER.id())),
                Tuple.of(1, actingFor("MIGR00002")));
    }

    /** What the events say, and nothing else. */
    private static final class Model {

        private @Nullable CaseState state;
        private final Set<String> files = new HashSet<>();

        CaseState state() {
            return state == null ? CaseState.ACCEPTED : state;
        }

        void take(CaseEvent event) {
            CaseState before = state;
            if (before == null) {
                state = CaseState.ACCEPTED;
                return;
            }
            assertThat(before.isFinal()).as("final before %s", event).isFalse();
            if (event instanceof AttachmentAdded added) {
                assertThat(files.add(added.attachment().fileId()))
                        .as("new with %s", event)
                        .isTrue();
            } else if (event instanceof AttachmentRemoved removed) {
                assertThat(files.remove(removed.fileId()))
                        .as("there before %s", event)
                        .isTrue();
            } else if (event instanceof CaseActivated) {
                assertThat(before).isEqualTo(CaseState.ACCEPTED);
                move(CaseState.ACTIVE);
            } else if (event instanceof CaseReopened) {
                assertThat(before).isEqualTo(CaseState.RESOLVED);
                move(CaseState.ACTIVE);
            } else if (event instanceof CaseResolved resolved) {
                assertThat(resolved.resolution()).isNotBlank();
                move(CaseState.RESOLVED);
            } else if (event instanceof CaseRejected) {
                move(CaseState.REJECTED);
            } else if (event instanceof CaseCanceled) {
                move(CaseState.CANCELED);
            } else if (event instanceof CaseClosed) {
                move(CaseState.CLOSED);
            }
        }

        private void move(CaseState to) {
            assertThat(TRANSITIONS.get(state())).as("states after %s", state()).contains(to);
            state = to;
        }
    }

    /** The aggregate in front of an event store in memory. */
    private static final class Store implements AutoCloseable {

        private final EmbeddedEventStore events = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
        private final SimpleCommandBus commands = SimpleCommandBus.builder().build();
        private int seen;

        Store() {
            AggregateAnnotationCommandHandler.<Case>builder()
                    .aggregateType(Case.class)
                    .repository(EventSourcingRepository.builder(Case.class)
                            .eventStore(events)
                            .build())
                    .build()
                    .subscribe(commands);
        }

        /** The answer; {@code null} if the command was refused. */
        @Nullable
        CaseReceipt send(Sent sent) {
            CommandMessage<Object> message = GenericCommandMessage.asCommandMessage(sent.command);
            var answer = new FutureCallback<Object, CaseReceipt>();
            commands.dispatch(message.withMetaData(sent.metaData), answer);
            CommandResultMessage<? extends CaseReceipt> result = answer.getResult();
            if (!result.isExceptional()) {
                return result.getPayload();
            }
            assertThat(result.exceptionResult()).isInstanceOf(RefusedException.class);
            return null;
        }

        List<CaseEvent> newEvents() {
            List<CaseEvent> all = new ArrayList<>();
            events.readEvents(ID.value()).forEachRemaining(message -> all.add((CaseEvent) message.getPayload()));
            List<CaseEvent> since = List.copyOf(all.subList(seen, all.size()));
            seen = all.size();
            return since;
        }

        int events() {
            return seen;
        }

        @Override
        public void close() {
            events.shutDown();
        }
    }
}
