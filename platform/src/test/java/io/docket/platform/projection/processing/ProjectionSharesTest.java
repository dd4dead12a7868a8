package io.docket.platform.projection.processing;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.projection.processing.ProjectionShares.Move;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProjectionSharesTest {

    private static final Set<String> QUERY = Set.of("q1", "q2", "q3", "q4", "q5", "q6");
    private static final Set<String> COMMAND = Set.of("c1", "c2", "c3", "c4");

    private static Map<String, String> all(Set<String> projections, String owner) {
        return projections.stream().collect(toMap(Function.identity(), projection -> owner));
    }

    private static Map<String, String> after(Map<String, Set<String>> able, Map<String, String> owners) {
        Map<String, String> after = new HashMap<>(owners);
        for (Move move : ProjectionShares.moves(able, owners)) {
            assertThat(after.put(move.projection(), move.to())).isEqualTo(move.from());
        }
        return after;
    }

    private static long share(Map<String, String> owners, String process) {
        return owners.values().stream().filter(process::equals).count();
    }

    @Test
    void whoIsAloneKeepsAll() {
        assertThat(ProjectionShares.moves(Map.of("a", QUERY), all(QUERY, "a"))).isEmpty();
    }

    @Test
    void whoJoinsIsLeftHalf() {
        assertThat(ProjectionShares.moves(Map.of("a", QUERY, "b", QUERY), all(QUERY, "a")))
                .containsExactly(new Move("q6", "a", "b"), new Move("q5", "a", "b"), new Move("q4", "a", "b"));
    }

    @Test
    void nothingMovesBetweenSharesThatDifferByOne() {
        Map<String, String> owners = Map.of("q1", "a", "q2", "a", "q3", "a", "q4", "b", "q5", "b");

        assertThat(ProjectionShares.moves(Map.of("a", QUERY, "b", QUERY), owners))
                .isEmpty();
    }

    @Test
    void severalLeaveToOneNoMoreThanItsShare() {
        Map<String, String> owners = Map.of("q1", "a", "q2", "a", "q3", "a", "q4", "b", "q5", "b", "q6", "b");

        assertThat(ProjectionShares.moves(Map.of("a", QUERY, "b", QUERY, "c", QUERY), owners))
                .containsExactly(new Move("q6", "b", "c"), new Move("q3", "a", "c"));
    }

    @Test
    void eachSideSharesItsOwn() {
        Map<String, String> owners = new HashMap<>(all(QUERY, "query"));
        owners.putAll(all(COMMAND, "command"));
        Map<String, Set<String>> able = Map.of("query", QUERY, "command", COMMAND, "idle-command", COMMAND);

        Map<String, String> after = after(able, owners);

        assertThat(share(after, "query")).isEqualTo(6);
        assertThat(share(after, "command")).isEqualTo(2);
        assertThat(share(after, "idle-command")).isEqualTo(2);
    }

    @Test
    void whoDoesAllSharesWithBothSides() {
        Set<String> both = Stream.concat(QUERY.stream(), COMMAND.stream()).collect(toSet());

        Map<String, String> after = after(Map.of("both", both, "query", QUERY, "command", COMMAND), all(both, "both"));

        assertThat(share(after, "both")).isEqualTo(4);
        assertThat(share(after, "query")).isEqualTo(3);
        assertThat(share(after, "command")).isEqualTo(3);
    }

    @Test
    void whatAProcessCannotWorkOnNowIsNotLeftToIt() {
        assertThat(after(Map.of("a", QUERY, "b", Set.of("q2")), all(QUERY, "a")))
                .containsEntry("q2", "b")
                .containsEntry("q1", "a")
                .containsEntry("q6", "a");
        assertThat(ProjectionShares.moves(Map.of("a", QUERY, "b", Set.of("")), all(QUERY, "a")))
                .isEmpty();
    }

    @Test
    void whateverTheSharesWereTheyAreEvenAfterwardsAndStay() {
        var random = new Random(8);
        List<String> projections = IntStream.range(0, 13).mapToObj(i -> "p" + i).toList();
        for (int round = 0; round < 300; round++) {
            Map<String, Set<String>> able = new HashMap<>();
            int processes = 1 + random.nextInt(6);
            for (int process = 0; process < processes; process++) {
                able.put(
                        "process-" + process,
                        projections.stream()
                                .filter(projection -> random.nextInt(4) > 0)
                                .collect(toSet()));
            }
            Map<String, String> owners = new HashMap<>();
            projections.forEach(projection -> able.keySet().stream()
                    .filter(process -> random.nextBoolean())
                    .findAny()
                    .ifPresent(process -> owners.put(projection, process)));

            Map<String, String> after = after(able, owners);

            assertThat(after.keySet()).isEqualTo(owners.keySet());
            assertThat(ProjectionShares.moves(able, after)).isEmpty();
            after.forEach((projection, owner) -> able.forEach((process, can) -> {
                if (can.contains(projection)) {
                    assertThat(share(after, owner)).isLessThanOrEqualTo(share(after, process) + 1);
                }
            }));
        }
    }
}
