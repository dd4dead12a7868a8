package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody sees who starts Docket for the first time, and makes the mistakes that everybody makes. */
class FirstContactIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("first-contact");

    private static final int MOST_LINES = 5;

    private static DocketProcess running;

    @BeforeAll
    static void start() throws IOException {
        Path folder = DOCKETS.newFolder();
        Path catalog = Files.createDirectories(folder.resolve("my files")).resolve("catalog.yaml");
        Files.writeString(
                catalog,
                "- tenant: acme\n  currencies: [EUR]\n  blank-iccids: []\n  products: []\n",
                StandardCharsets.UTF_8);
        running = DOCKETS.start(DocketSettings.in(folder)
                .with("DOCKET_ESIM_CATALOG", catalog.toString())
                .with("DOCKET_SERVICE_HOST", "10.0.0.1"));
    }

    /** Also with the path of a file, without {@code file:}, and with what Kubernetes sets beside a service called docket. */
    @Test
    void aStartSaysInAHandfulOfLinesWhatItDoes() {
        List<String> logged = running.output()
                .lines()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*"))
                .toList();

        assertThat(logged)
                .allSatisfy(line -> assertThat(line).contains(" INFO "))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .containsPattern("Docket \\S+ on Java \\S+ starts: process " + running.pid()),
                        line -> assertThat(line)
                                .contains(
                                        "H2, embedded, in " + running.settings().data()),
                        line -> assertThat(line).contains("The simulated partners listen on port"),
                        line -> assertThat(line).containsPattern("The tables are at version \\d+ now"),
                        line -> assertThat(line).contains("Docket listens on port"),
                        line -> assertThat(line).contains("Docket is ready."));
        assertThat(running.output())
                .containsPattern("Demo clients +bank-channel, .*reseller-acme")
                .contains("Their secrets are public")
                .doesNotContain("WARNING", "\tat ");
    }

    @Test
    void onPostgreSqlItSaysWhichAndWarnsOfNothing() {
        Database database = PostgreSql.newDatabase();
        DocketProcess docket =
                DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database));

        assertThat(docket.output())
                .containsPattern("PostgreSQL \\d+\\.\\d+.* at localhost:\\d+, database docket_\\d+\\.")
                .doesNotContain(" WARN ", " ERROR ", "WARNING", "\tat ");
        assertThat(docket.stop()).isIn(0, 143);
    }

    @Test
    void aPortInUseEndsTheStartBeforeAnythingIsMade() {
        DocketProcess second = DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder())
                .with("SERVER_PORT", String.valueOf(running.address().getPort())));

        assertRefused(second, "Port " + running.address().getPort() + " is in use", "--server.port=");
        assertThat(second.settings().data()).doesNotExist();
    }

    @Test
    void aPortOfThePartnersInUseEndsTheStartToo() {
        int taken = running.partnersPort();
        DocketProcess second = DOCKETS.launch(
                DocketSettings.in(DOCKETS.newFolder()).with("DOCKET_SIMULATORS_PORT", String.valueOf(taken)));

        assertRefused(
                second,
                "Port " + taken + ", for the simulated partners, is in use",
                "set docket.simulators.port to another port",
                "docket.smdp.base-url");
    }

    @Test
    void aSecondProcessOnTheSameDataEnds() {
        DocketProcess second =
                DOCKETS.launch(DocketSettings.in(running.settings().folder()));

        assertRefused(
                second,
                "Another process has the database in " + running.settings().data(),
                "docket.data");
        running.client("bank-channel").get("/v1/case/cases").expect(200);
    }

    @Test
    void misspeltSettingsAndWrongValuesAreAllNamed() {
        DocketProcess docket = DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder())
                .with("DOCKET_DTA", "/elsewhere")
                .with("DOCKET_READS_MAXWAIT", "soon")
                .with("DOCKET_SMDP_RELEASE", "mainframe")
                .with("DOCKET_ESIM_CATALOG", "/no/such/catalog.yaml"));

        assertRefused(
                docket,
                "DOCKET_DTA (DOCKET_DATA?)",
                "docket.reads.max-wait is \"soon\", not a duration",
                "docket.smdp.release is \"mainframe\", not one of with-confirmation, separately",
                "docket.esim.catalog is \"/no/such/catalog.yaml\": there is no such file",
                "--help");
        assertThat(docket.settings().data()).doesNotExist();
    }

    @Test
    void partnersWithoutAnAddressEndTheStartWithoutDemoDataBeforeAnythingIsMade() {
        DocketProcess docket = DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder())
                .with("DOCKET_DEMO_ENABLED", "false")
                .with("DOCKET_CO_BASEURL", "https://co.example"));

        assertRefused(
                docket, "Not set: docket.card-system.base-url, docket.smdp.base-url.", "docket.demo.enabled=true");
        assertThat(docket.settings().data()).doesNotExist();
    }

    @Test
    void aDatabaseThatIsDownEndsTheStart() {
        DocketProcess docket = DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder())
                .on(new Database("jdbc:postgresql://localhost:1/docket", "a", "b")));

        assertRefused(docket, "PostgreSQL does not answer at localhost:1", "SPRING_DATASOURCE_URL");
    }

    @Test
    void helpAndVersionArePrintedAndNothingStarts() throws IOException, InterruptedException {
        Path folder = DOCKETS.newFolder();

        assertThat(print(folder, "--version")).matches("Docket \\d+\\.\\d+\\.\\d+\\S* on Java \\d+\\S*\\R");
        assertThat(print(folder, "--help"))
                .contains("--server.port", "--docket.data\n", "--docket.smdp.base-url\n")
                .doesNotContain("{@");
        assertThat(folder).isEmptyDirectory();
    }

    private static String print(Path folder, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Application.packaged());
        command.add(argument);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** The rest of the check is the application's own: it has to run on a Java that no test has. */
    @Test
    void thePackagedApplicationBeginsWithTheCheckOfJava() throws IOException {
        try (var jar = new JarFile(System.getProperty("docket.jar"))) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.docket.launch.JavaCheck");
            assertThat(jar.getEntry("io/docket/launch/JavaCheck.class")).isNotNull();
        }
    }

    private static void assertRefused(DocketProcess docket, String... told) {
        assertThat(docket.awaitEnd()).isEqualTo(1);
        assertThat(docket.output())
                .contains("Docket does not start.")
                .contains(told)
                .doesNotContain("\tat ");
        assertThat(docket.output().lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
    }
}
