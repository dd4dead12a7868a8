package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.Wire;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams of a long log, of which some are not read, and under which the database goes away. */
@Tag("long")
class StreamTroubleIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("stream-trouble");

    /** About 35 MB as a stream. */
    private static final int EVENTS = 50_000;

    private static final int MIDDLE = EVENTS / 4;

    private static final int UNREAD = 20;

    /** For each of the streams that are not read. */
    private static final long MOST_BYTES = 1 << 20;

    private static final String CUT_OFF = "A stream of events to analyst is cut off: it has taken nothing for a minute";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Less than those who do not read are waited for. */
    private static final Duration UNDELAYED = Duration.ofSeconds(40);

    private static final Database DATABASE = PostgreSql.newDatabase();

    private static Wire wire;
    private static DocketProcess docket;
    private static BulkEvents events;
    private static List<Supplier<Client>> analyst;

    @BeforeAll
    static void startWithALongLog() {
        wire = Wire.to(DATABASE.port());
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(DATABASE.by(wire)));
        events = BulkEvents.like(docket, DATABASE);
        events.append(EVENTS, 1);
        analyst = List.of(() -> docket.client("analyst"));
    }

    @AfterAll
    static void closeTheWire() {
        wire.close();
    }

    private static StreamReader steadyReader(int seed) {
        return new StreamReader(analyst, seed, Integer.MAX_VALUE);
    }

    /** One that is in the middle of the log until it is to go on. */
    private static StreamReader restingReader(int seed) {
        return new StreamReader(analyst, seed, Integer.MAX_VALUE, MIDDLE);
    }

    private static void awaitAll(StreamReader reader, Duration patience) {
        long head = events.head();
        await("position " + head).atMost(patience).until(() -> reader.last() >= head);
    }

    @Test
    void whoReadsNothingCostsLittleDelaysNobodyIsCutOffAndResumes() {
        try (StreamReader other = steadyReader(0)) {
            awaitAll(other, PATIENCE);
            long before = docket.heapInUse();
            List<UnreadStream> unread = IntStream.range(0, UNREAD)
                    .mapToObj(number -> UnreadStream.open(docket))
                    .toList();
            try (StreamReader late = steadyReader(1)) {
                awaitAll(late, UNDELAYED);
            }
            Client bank = docket.client("bank-channel");
            await("the end of those who do not read")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        bank.complain("UNREAD", "meanwhile").expect(201);
                        awaitAll(other, UNDELAYED);
                        assertThat(docket.heapInUse() - before).isLessThan(UNREAD * MOST_BYTES);
                        return cutOff() == UNREAD;
                    });
            other.requireAllOf(DATABASE);
            assertThat(other.connections()).isEqualTo(1);

            assertGoesOnBehind(unread.get(0).lastPosition());
            unread.forEach(UnreadStream::close);
        }
    }

    private static long cutOff() {
        return docket.output().lines().filter(line -> line.contains(CUT_OFF)).count();
    }

    private static void assertGoesOnBehind(long last) {
        assertThat(last).isBetween(1L, EVENTS / 2L);
        List<Long> rest = docket.client("analyst")
                .get("/events?until=now&after=" + last, "Accept", "application/x-ndjson")
                .expect(200)
                .text()
                .lines()
                .map(event -> position(JsonMapper.shared().readTree(event)))
                .toList();
        assertThat(rest)
                .isEqualTo(
                        LongStream.rangeClosed(last + 1, events.head()).boxed().toList());
    }

    private static Long position(JsonNode event) {
        return Long.valueOf(event.required("position").asString());
    }

    /** Refused connections, and ones that nothing comes through any more. */
    @Test
    void anOutageOfTheDatabaseEndsNoStreamAndLeavesNoHole() {
        outage(() -> wire.cut());
        outage(() -> wire.silenceNewOnesToo());
    }

    private static void outage(Runnable begin) {
        docket.awaitReady();
        try (StreamReader live = steadyReader(0)) {
            awaitAll(live, PATIENCE);
            try (StreamReader lines = restingReader(1);
                    StreamReader behind = restingReader(2)) {
                await("the middle").atMost(PATIENCE).until(() -> lines.last() == MIDDLE && behind.last() == MIDDLE);
                begin.run();
                lines.goOn();
                behind.goOn();
                events.append(1000, 2);
                await("the outage")
                        .atMost(PATIENCE)
                        .until(() -> docket.anyone()
                                        .get("/actuator/health/readiness")
                                        .status()
                                == 503);
                wire.mend();
                for (StreamReader reader : List.of(live, lines, behind)) {
                    awaitAll(reader, PATIENCE);
                    reader.requireAllOf(DATABASE);
                    assertThat(reader.connections()).isEqualTo(1);
                }
            }
        }
    }
}
