package io.docket.cases.query;

import static io.docket.cases.query.CaseEvents.caseId;
import static io.docket.cases.query.CaseEvents.complaint;
import static io.docket.cases.query.CaseEvents.registration;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.docket.cases.api.Importance;
import io.docket.common.api.PersonKind;
import io.docket.platform.privacy.DerivedData.Scrub;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Person;
import io.docket.platform.privacy.Persons;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two customers of the same name, of whom one is erased. */
class ScrubbedCasesIntegrationTest {

    private static final String ERASED = caseId(1).value();
    private static final String OTHER = caseId(2).value();

    private static void given(TestApplication application) {
        application.publish("Case", ERASED, 0, complaint(1));
        application.publish(
                "Case", OTHER, 0, complaint(2, registration("C-2", "Card", Importance.STANDARD, "Lost card")));
        application.awaitProjections();
    }

    private static void erase(TestApplication application) {
        HeldData data = application.bean(HeldData.class);
        Person person =
                application.bean(Persons.class).find(PersonKind.CUSTOMER, "C-1").orElseThrow();
        assertThat(HeldData.erase(
                        application.bean(JdbcClient.class), person.id(), data.extent(person.id()), Instant.now()))
                .isTrue();
        application.bean(Persons.class).count();
    }

    private static TransactionTemplate transaction(TestApplication application) {
        return new TransactionTemplate(application.bean(PlatformTransactionManager.class));
    }

    private static List<String> words(TestApplication application, String caseId) {
        return application
                .bean(JdbcClient.class)
                .sql("select word from case_word where case_id = ?")
                .param(caseId)
                .query(String.class)
                .list();
    }

    private static Scrub scrub(TestApplication application, String caseId) {
        CaseProjection cases = application.bean(CaseProjection.class);
        return requireNonNull(transaction(application).execute(status -> cases.scrub(caseId)));
    }

    private static String document(TestApplication application) {
        return application
                .bean(JdbcClient.class)
                .sql("select document from case_history where case_id = ?")
                .param(ERASED)
                .query(String.class)
                .single();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theWordsOfTheOneAreGoneAndThoseOfTheOtherStay(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, CaseProjection.class)) {
            given(application);
            assertThat(words(application, ERASED)).contains("jane", "smith");
            erase(application);
            String before = document(application);

            assertThat(scrub(application, ERASED)).isEqualTo(new Scrub(1, true));
            assertThat(scrub(application, ERASED)).isEqualTo(new Scrub(1, false));
            // As whoever has read it before the first time may still write it.
            application
                    .bean(JdbcClient.class)
                    .sql("update case_history set document = ? where case_id = ?")
                    .params(before, ERASED)
                    .update();
            assertThat(scrub(application, ERASED)).isEqualTo(new Scrub(1, true));
            assertThat(scrub(application, ERASED)).isEqualTo(new Scrub(1, false));

            assertThat(words(application, ERASED)).containsExactly("erased");
            assertThat(words(application, OTHER)).contains("jane", "smith");
            assertThat(application.find(new FindCase(caseId(1)), CaseView.class))
                    .hasValueSatisfying(view ->
                            assertThat(view.registration().customer().name()).isEqualTo("[erased]"));
            assertThat(scrub(application, "WI9999999999")).isEqualTo(Scrub.NOTHING);
        }
    }

    /** Between its look at the last version and its writing, the projection may not come. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void nothingIsScrubbedWithoutATransaction(Database kind) {
        try (var database = TestDatabase.create(kind);
                var application = TestApplication.start(database, CaseProjection.class)) {
            given(application);
            CaseProjection cases = application.bean(CaseProjection.class);

            assertThatIllegalStateException().isThrownBy(() -> cases.scrub(ERASED));
        }
    }

    /** Among those of very many cases: whoever reads all of them is not done before the database gives up. */
    @Test
    void theWordsOfACaseAreFoundByTheirKey() {
        try (var database = TestDatabase.create(Database.POSTGRESQL);
                var application = TestApplication.start(database, CaseProjection.class)) {
            given(application);
            JdbcClient jdbc = application.bean(JdbcClient.class);
            jdbc.sql("insert into case_word (word, case_id) select 'word' || n, 'X' || n % 5000 "
                            + "from generate_series(1, 100000) n")
                    .update();
            jdbc.sql("analyze case_word").update();
            erase(application);
            CaseProjection cases = application.bean(CaseProjection.class);

            long read = requireNonNull(transaction(application).execute(status -> {
                long before = readWhole(jdbc);
                cases.scrub(ERASED);
                return readWhole(jdbc) - before;
            }));

            assertThat(words(application, ERASED)).containsExactly("erased");
            assertThat(read).isZero();
        }
    }

    /** How often this transaction has read the whole table. */
    private static long readWhole(JdbcClient jdbc) {
        return jdbc.sql("select coalesce(max(seq_scan), 0) from pg_stat_xact_user_tables where relname = 'case_word'")
                .query(Long.class)
                .single();
    }
}
