package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a side is not told, or finds not done, it says, and does not start. */
@Tag("long")
@TestMethodOrder(MethodOrderer.MethodName.class)
class SplitStartIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("split-start");

    private static SplitSides sides;

    @BeforeAll
    static void makeTheRoles() {
        sides = new SplitSides(PostgreSql.newDatabaseWithRoles(), DOCKETS.startIssuer(), DOCKETS.startPartners());
    }

    private static String refusal(List<String> application, DocketSettings settings) {
        DocketProcess refused = DOCKETS.launch(application, settings);
        assertThat(refused.awaitEnd()).isEqualTo(1);
        String output = refused.output();
        assertThat(output).contains("Docket does not start.").doesNotContain("\tat ");
        return output;
    }

    private static DocketSettings query() {
        return sides.query(DOCKETS.newFolder(), 0);
    }

    @Test
    void step1WithoutTablesTheRoleThatMayMakeNoneSaysWhoCan() {
        assertThat(refusal(SplitSides.queryApplication(), query()))
                .containsPattern(Pattern.compile("The tables lack \\d+ migrations.*does not own them"))
                .contains("spring.flyway.user");
    }

    @Test
    void step2WithoutTheKeyThatFindsPersonsTheQuerySideSaysWhoMakesIt() {
        DocketSettings withOwner = query().with(
                        "SPRING_FLYWAY_USER", sides.database().user())
                .with("SPRING_FLYWAY_PASSWORD", sides.database().password());
        assertThat(refusal(SplitSides.queryApplication(), withOwner))
                .contains("Start a process of the command side first");
    }

    @Test
    void step3WhatIsNotSetIsNamedAtOnce() {
        Map<String, String> environment = new HashMap<>(query().environment());
        for (String variable : new ArrayList<>(environment.keySet())) {
            if (variable.endsWith("_ISSUERURI") || variable.startsWith("DOCKET_")) {
                environment.remove(variable);
            }
        }
        assertThat(refusal(SplitSides.queryApplication(), new DocketSettings(DOCKETS.newFolder(), environment)))
                .contains("spring.security.oauth2.resourceserver.jwt.issuer-uri, docket.privacy.master-keys, "
                        + "docket.audit.log.keys");
    }

    /** As after read models were made anew by a process with everything in it, one of them not to its end. */
    @Test
    void step4WhatTheOwnersProcessHasMadeAnewBecomesTheQuerySides() {
        Database database = sides.database();
        database.execute(List.of(
                "alter table case_list owner to docket",
                "alter schema public_rebuild owner to docket",
                "create table public_rebuild.order_list (like order_list)",
                "alter table public_rebuild.order_list owner to docket"));

        refusal(
                SplitSides.queryApplication(),
                query().with("SPRING_FLYWAY_USER", database.user())
                        .with("SPRING_FLYWAY_PASSWORD", database.password()));

        new Database(database.url(), "docket_query", "docket_query")
                .execute(List.of(
                        "select * from case_list",
                        "drop table public_rebuild.order_list",
                        "create table public_rebuild.order_list (like order_list)"));
    }

    /** Connections are closed only when a proxy knows that it is not ready, and has nothing under way to it. */
    @Test
    void step5WhoIsToldToEndIsNotReadyAndGoesOnAnsweringUntilThatIsKnown() {
        DocketProcess leaving = DOCKETS.launch(
                        SplitSides.commandApplication(), sides.command(DOCKETS.newFolder(), Proxy.freePort()))
                .awaitReady();
        Client anyone = leaving.anyone();

        leaving.terminate();

        await("the end of its readiness")
                .atMost(Duration.ofSeconds(10))
                .until(() -> anyone.get("/actuator/health/readiness").status() == 503);
        anyone.get("/openapi.yaml").expect(200);
        leaving.awaitEnd();
    }
}
