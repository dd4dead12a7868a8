package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every revision of every event that was ever released can be read. The samples are files
 * {@code event-samples/<type>.v<revision>.json} with all fields set, and {@code ….nulls.json} with those {@code null} that
 * may be.
 */
class StoredEventSamplesTest {

    private static final Pattern FILE_NAME =
            Pattern.compile("(?<type>.+)\\.v(?<revision>\\d+)(?<nulls>\\.nulls)?\\.json");

    private final EventTypes eventTypes = EventTypes.scan("io.docket");
    private final StoredJson serializer = StoredJson.of(eventTypes);

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:event-samples/*")) {
            samples.add(Sample.read(file));
        }
        return samples;
    }

    private static List<Sample> completeSamples() throws IOException {
        return samples().stream().filter(sample -> !sample.withNulls).toList();
    }

    private static Stream<String> typesAndRevisions(List<Sample> samples) {
        return samples.stream().map(sample -> sample.type + " " + sample.revision);
    }

    @Test
    void everyRevisionOfEveryEventHasASampleAndNoSampleLacksItsEvent() throws IOException {
        Set<String> released = eventTypes.classes().stream()
                .filter(event -> event.getPackageName().contains(".api.event"))
                .map(event -> requireNonNull(event.getAnnotation(EventType.class)))
                .flatMap(type -> IntStream.rangeClosed(1, type.revision()).mapToObj(n -> type.value() + " " + n))
                .collect(toSet());

        assertThat(released).isNotEmpty();
        assertThat(typesAndRevisions(completeSamples())).containsExactlyInAnyOrderElementsOf(released);
        assertThat(typesAndRevisions(samples()).collect(toSet())).isEqualTo(released);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadIntoTodaysRecordAndWrittenAsItWas(Sample sample) {
        Object event = read(sample);

        Class<?> today = eventTypes.classOf(sample.type).orElseThrow();
        assertThat(event).isInstanceOf(today);
        if (sample.revision
                == requireNonNull(today.getAnnotation(EventType.class)).revision()) {
            var written = serializer.serialize(event, byte[].class);
            assertThat(new String(written.getData(), StandardCharsets.UTF_8)).isEqualTo(sample.json.toString());
            assertThat(written.getType().getName()).isEqualTo(sample.type);
            assertThat(written.getType().getRevision()).isEqualTo(String.valueOf(sample.revision));
        }
    }

    @ParameterizedTest
    @MethodSource("completeSamples")
    void hasAllFieldsSet(Sample sample) {
        Set<String> unset = new HashSet<>();
        collectNulls(sample.json, "", unset);
        assertThat(unset).isEmpty();
    }

    @Test
    void ignoresFieldsThatTodaysRecordDoesNotHave() throws IOException {
        Sample sample = samples().get(0);
        var withMore = sample.json.deepCopy().asObject().put("of-another-time", 1);

        assertThat(read(new Sample(sample.type, sample.revision, false, withMore)))
                .isEqualTo(read(sample));
    }

    private Object read(Sample sample) {
        byte[] stored = sample.json.toString().getBytes(StandardCharsets.UTF_8);
        return requireNonNull(serializer.deserialize(
                new SimpleSerializedObject<>(stored, byte[].class, sample.type, String.valueOf(sample.revision))));
    }

    private static void collectNulls(JsonNode node, String path, Set<String> found) {
        if (node.isNull()) {
            found.add(path);
        }
        node.properties().forEach(field -> collectNulls(field.getValue(), path + "/" + field.getKey(), found));
    }

    private record Sample(String type, int revision, boolean withNulls, JsonNode json) {

        static Sample read(Resource file) throws IOException {
            Matcher name = FILE_NAME.matcher(requireNonNull(file.getFilename()));
            assertThat(name.matches()).as("name of %s", file).isTrue();
            try (InputStream content = file.getInputStream()) {
                return new Sample(
                        requireNonNull(name.group("type")),
                        Integer.parseInt(requireNonNull(name.group("revision"))),
                        name.group("nulls") != null,
                        JsonMapper.shared().readTree(content));
            }
        }

        @Override
        public String toString() {
            return type + ".v" + revision + (withNulls ? ", nulls" : "");
        }
    }
}
