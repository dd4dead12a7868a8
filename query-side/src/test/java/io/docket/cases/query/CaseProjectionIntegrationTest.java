package io.docket.cases.query;

import static io.docket.cases.query.CaseEvents.CLERK;
import static io.docket.cases.query.CaseEvents.callbackRequest;
import static io.docket.cases.query.CaseEvents.caseId;
import static io.docket.cases.query.CaseEvents.complaint;
import static io.docket.cases.query.CaseEvents.registration;
import static io.docket.cases.query.CaseEvents.serviceRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.CaseTypeChanged;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.platform.testing.RunningProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seven cases, registered a minute after each other, asked for in all ways. */
class CaseProjectionIntegrationTest extends RunningProjection {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final int CASES = 7;
    private static final ListCases ALL = new ListCases(
            Set.of(), Set.of(), Set.of(), Set.of(), null, null, null, Set.of(), by("case-id", true), false);

    CaseProjectionIntegrationTest() {
        super(CaseProjection.class, CaseProjection.NAME, "case_history", "case_list", "case_word");
    }

    @Override
    protected void given() {
        publish(complaint(1, registration("C-1", "Card", Importance.STANDARD, "Lost my card")));
        publish(
                complaint(2, registration("C-2", "Fees", Importance.HIGH, "Wrong fee")),
                new CaseActivated(caseId(2), CLERK));
        publish(
                complaint(3, registration("C-1", "Card", Importance.LOW, "Card eaten by machine")),
                new CaseActivated(caseId(3), CLERK),
                new AttachmentAdded(caseId(3), new Attachment("f-1", "bill.pdf", null), CLERK),
                new CaseResolved(caseId(3), "Sent another one", CLERK),
                new CaseClosed(caseId(3), CLERK));
        publish(serviceRequest(4, registration("C-3", "Address", Importance.VERY_IMPORTANT, "New address")));
        publish(
                serviceRequest(5, registration("C-1", "Limit", Importance.STANDARD, "Higher limit")),
                new CaseTypeChanged(caseId(5), "Card", CLERK));
        publish(callbackRequest(6, "C-2"));
        publish(
                complaint(7, registration("C-4", "Card", Importance.STANDARD, "Card stolen")),
                new CaseResolved(caseId(7), "Blocked", CLERK));
    }

    private void publish(CaseEvent... events) {
        CaseId caseId = events[0].caseId();
        int number = Integer.parseInt(caseId.value().substring(2));
        application().publish("Case", caseId.value(), 0, START.plus(Duration.ofMinutes(number)), (Object[]) events);
    }

    private Optional<CaseView> find(int number) {
        return application().find(new FindCase(caseId(number)), CaseView.class);
    }

    private Page<CaseView> list(ListCases query) {
        return application().ask(query, CaseList.class).cases();
    }

    private Page<Version<CaseView>> history(int number, Paging paging) {
        long last = find(number).orElseThrow().version();
        return application()
                .ask(new FindCaseHistory(caseId(number), last, paging), CaseHistory.class)
                .versions();
    }

    private static List<Integer> numbers(Page<CaseView> page) {
        return page.items().stream()
                .map(view -> Integer.valueOf(view.caseId().value().substring(2)))
                .toList();
    }

    /** The question for all cases, with some of its conditions replaced. */
    private static final class Asking {

        private Set<CaseState> states = Set.of();
        private Set<String> types = Set.of();
        private Set<CaseClass> classes = Set.of();
        private Set<Importance> importances = Set.of();
        private @Nullable String customer;
        private @Nullable Instant from;
        private @Nullable Instant before;
        private Set<String> words = Set.of();

        Asking states(CaseState... wanted) {
            states = Set.of(wanted);
            return this;
        }

        Asking types(String... wanted) {
            types = Set.of(wanted);
            return this;
        }

        Asking classes(CaseClass... wanted) {
            classes = Set.of(wanted);
            return this;
        }

        Asking importances(Importance... wanted) {
            importances = Set.of(wanted);
            return this;
        }

        Asking customer(String wanted) {
            customer = wanted;
            return this;
        }

        Asking from(int minute) {
            from = START.plus(Duration.ofMinutes(minute));
            return this;
        }

        Asking before(int minute) {
            before = START.plus(Duration.ofMinutes(minute));
            return this;
        }

        Asking words(String... wanted) {
            words = Set.of(wanted);
            return this;
        }

        ListCases query(Paging paging) {
            return new ListCases(states, types, classes, importances, customer, from, before, words, paging, false);
        }
    }

    private List<Integer> found(Asking asking) {
        return numbers(list(asking.query(by("case-id", true))));
    }

    @Override
    protected Object everything() {
        return List.of(
                list(ALL),
                found(new Asking().words("card")),
                IntStream.rangeClosed(1, CASES)
                        .mapToObj(number -> history(number, by("version-num", true)))
                        .toList());
    }

    @Nested
    class OneCase {

        @Test
        void isFoundAsItStands() {
            assertThat(find(3)).hasValueSatisfying(view -> {
                assertThat(view.version()).isEqualTo(4);
                assertThat(view.state()).isEqualTo(CaseState.CLOSED);
                assertThat(view.resolution()).isEqualTo("Sent another one");
                assertThat(view.attachments()).containsExactly(new Attachment("f-1", "bill.pdf", null));
                assertThat(view.updatedBy()).isEqualTo(CLERK);
                assertThat(view.registeredAt()).isEqualTo(START.plus(Duration.ofMinutes(3)));
                assertThat(view.registration())
                        .isEqualTo(registration("C-1", "Card", Importance.LOW, "Card eaten by machine"));
            });
        }

        @Test
        void thatDoesNotExistIsNotFound() {
            assertThat(find(99)).isEmpty();
        }
    }

    @Nested
    class TheList {

        @Test
        void holdsAllCasesOnce() {
            assertThat(found(new Asking())).containsExactly(1, 2, 3, 4, 5, 6, 7);
        }

        @Test
        void isFilteredByState() {
            assertThat(found(new Asking().states(CaseState.ACTIVE))).containsExactly(2);
            assertThat(found(new Asking().states(CaseState.RESOLVED, CaseState.CLOSED)))
                    .containsExactly(3, 7);
            assertThat(found(new Asking().states(CaseState.REJECTED))).isEmpty();
        }

        @Test
        void isFilteredByTheTypeThatACaseHasNow() {
            assertThat(found(new Asking().types("Card"))).containsExactly(1, 3, 5, 7);
            assertThat(found(new Asking().types("Limit"))).isEmpty();
            assertThat(found(new Asking().types("Fees", "Address"))).containsExactly(2, 4);
        }

        @Test
        void isFilteredByClass() {
            assertThat(found(new Asking().classes(CaseClass.SERVICE_REQUEST))).containsExactly(4, 5);
            assertThat(found(new Asking().classes(CaseClass.SERVICE_REQUEST, CaseClass.CALLBACK_REQUEST)))
                    .containsExactly(4, 5, 6);
        }

        @Test
        void isFilteredByImportance() {
            assertThat(found(new Asking().importances(Importance.HIGH, Importance.LOW)))
                    .containsExactly(2, 3);
        }

        @Test
        void isFilteredByCustomer() {
            assertThat(found(new Asking().customer("C-1"))).containsExactly(1, 3, 5);
            assertThat(found(new Asking().customer("c-1"))).isEmpty();
        }

        @Test
        void isFilteredByTheTimeOfRegistrationFromInclusiveToExclusive() {
            assertThat(found(new Asking().from(3))).containsExactly(3, 4, 5, 6, 7);
            assertThat(found(new Asking().before(3))).containsExactly(1, 2);
            assertThat(found(new Asking().from(3).before(5))).containsExactly(3, 4);
        }

        @Test
        void isFilteredByWordsAllOfWhichMustBeThere() {
            assertThat(found(new Asking().words("card"))).containsExactly(1, 3, 7);
            assertThat(found(new Asking().words("card", "machine"))).containsExactly(3);
            assertThat(found(new Asking().words("another"))).containsExactly(3);
            assertThat(found(new Asking().words("jane"))).containsExactly(1, 2, 3, 4, 5, 6, 7);
            assertThat(found(new Asking().words("car"))).isEmpty();
            assertThat(found(new Asking().words("%"))).isEmpty();
        }

        @Test
        void isFilteredByAllConditionsTogether() {
            assertThat(found(new Asking()
                            .states(CaseState.ACCEPTED, CaseState.CLOSED)
                            .types("Card")
                            .classes(CaseClass.COMPLAINT)
                            .importances(Importance.LOW, Importance.STANDARD)
                            .customer("C-1")
                            .from(1)
                            .before(3)
                            .words("lost", "card")))
                    .containsExactly(1);
        }

        @ParameterizedTest
        @CsvSource({
            "registration-date, 1234567, 7654321",
            "case-id,           1234567, 7654321",
            "case-type,         4613572, 2753164",
            "customer-id,       1352647, 7462531",
            "importance,        3156724, 4276513",
            "state,             1456273, 3726541"
        })
        void isSortedByAFieldAndThenByTheCaseId(String field, String ascending, String descending) {
            assertThat(numbers(list(new Asking().query(by(field, true)))))
                    .map(String::valueOf)
                    .containsExactly(ascending.split("", 0));
            assertThat(numbers(list(new Asking().query(by(field, false)))))
                    .map(String::valueOf)
                    .containsExactly(descending.split("", 0));
        }

        @Test
        void comesInPages() {
            Page<CaseView> second = list(new Asking().query(new Paging(2, 3, "case-id", true)));

            assertThat(numbers(second)).containsExactly(4, 5, 6);
            assertThat(second.totalCount()).isEqualTo(7);
            assertThat(second.totalPages()).isEqualTo(3);
            assertThat(second.pageNumber()).isEqualTo(2);
            assertThat(numbers(list(new Asking().query(new Paging(3, 3, "case-id", true)))))
                    .containsExactly(7);
        }

        @Test
        void hasNothingPastItsEnd() {
            Page<CaseView> page = list(new Asking().query(new Paging(4, 3, "case-id", true)));

            assertThat(page.items()).isEmpty();
            assertThat(page.totalCount()).isEqualTo(7);
        }

        @Test
        void isPagedBehindItsFilter() {
            Page<CaseView> page =
                    list(new Asking().customer("C-1").query(new Paging(2, 2, "registration-date", false)));

            assertThat(numbers(page)).containsExactly(1);
            assertThat(page.totalCount()).isEqualTo(3);
        }
    }

    @Nested
    class TheHistory {

        @Test
        void hasAVersionForEachEvent() {
            Page<Version<CaseView>> history = history(3, by("version-num", true));

            assertThat(history.totalCount()).isEqualTo(5);
            assertThat(history.items())
                    .extracting(Version::change)
                    .containsExactly(
                            "complaint-registered",
                            "case-activated",
                            "attachment-added",
                            "case-resolved",
                            "case-closed");
            assertThat(history.items())
                    .extracting(version -> version.view().state())
                    .containsExactly(
                            CaseState.ACCEPTED,
                            CaseState.ACTIVE,
                            CaseState.ACTIVE,
                            CaseState.RESOLVED,
                            CaseState.CLOSED);
            assertThat(history.items()).extracting(Version::position).containsExactly(4L, 5L, 6L, 7L, 8L);
            assertThat(history.items()).extracting(Version::time).containsOnly(START.plus(Duration.ofMinutes(3)));
            assertThat(history.items().get(4).view()).isEqualTo(find(3).orElseThrow());
        }

        @Test
        void comesInPagesInEitherOrder() {
            Page<Version<CaseView>> page = history(3, new Paging(2, 2, "version-num", false));

            assertThat(page.items()).extracting(Version::position).containsExactly(6L, 5L);
            assertThat(page.totalPages()).isEqualTo(3);
            assertThat(history(3, new Paging(4, 2, "version-num", true)).items())
                    .isEmpty();
        }
    }
}
