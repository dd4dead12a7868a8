package io.docket.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** No regular expression of the contract recurses, or tries the same text again and again. */
class PatternsTest {

    private static final int LONG = 100_000;
    private static final long SMALL_STACK = 128 * 1024;

    static Set<String> patterns() throws IOException {
        Set<String> patterns = new LinkedHashSet<>();
        collect(new Contract().document(), patterns);
        return patterns;
    }

    private static void collect(JsonNode node, Set<String> patterns) {
        JsonNode pattern = node.path("pattern");
        if (pattern.isString()) {
            patterns.add(pattern.asString());
        }
        node.forEach(part -> collect(part, patterns));
    }

    static Stream<String> texts() {
        return Stream.of(
                        "a",
                        "A_",
                        "0",
                        "1, ",
                        "\"3\",",
                        "W/\"1\", ",
                        " ",
                        "a@",
                        "@",
                        "a-",
                        "1.",
                        "\t",
                        "\r\n\n",
                        "\u202e",
                        "{}")
                .flatMap(part -> Stream.of("", "\"", "\u0000", "a@", "0000-")
                        .flatMap(end -> Stream.of(
                                part.repeat(LONG / part.length()) + end, end + part.repeat(LONG / part.length()))));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void areDecidedInOneGoWhateverTheText(String pattern) throws Exception {
        Pattern compiled = Pattern.compile(
                pattern.endsWith("$") && !pattern.endsWith("\\$")
                        ? pattern.substring(0, pattern.length() - 1) + "\\z"
                        : pattern);
        List<String> texts = texts().toList();
        var done = new CompletableFuture<Integer>();
        var small = new Thread(
                null,
                () -> {
                    try {
                        texts.forEach(text -> compiled.matcher(text).find());
                        done.complete(texts.size());
                    } catch (StackOverflowError e) {
                        done.completeExceptionally(e);
                    }
                },
                "small-stack",
                SMALL_STACK);
        small.setDaemon(true);
        small.start();

        assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo(texts.size());
    }
}
