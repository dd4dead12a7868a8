package io.docket.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Person;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.CallbackRequestRegistered;
import io.docket.cases.api.event.CaseEvent;
import io.docket.common.api.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredJsonTest {

    private static final EventTypes TYPES = EventTypes.scan("io.docket.cases");

    private final StoredJson json = StoredJson.of(TYPES);

    private static final AtomicBoolean LOADED = new AtomicBoolean();

    /** Says when it is loaded and initialized. */
    static class Loaded {
        static {
            LOADED.set(true);
        }
    }

    private static SimpleSerializedObject<String> stored(String type, @Nullable String revision, String content) {
        return new SimpleSerializedObject<>(content, String.class, type, revision);
    }

    @Nested
    class Events {

        private final AttachmentAdded event = new AttachmentAdded(
                new CaseId("WI0000497282"), new Attachment("f-1", "bill.pdf", null), new Person("j.doe", "John Doe"));

        @Test
        void areStoredInKebabCase() {
            assertThat(json.serialize(event, String.class).getData()).isEqualTo("""
                            {"case-id":"WI0000497282",\
                            "attachment":{"file-id":"f-1","file-name":"bill.pdf","sha256":null},\
                            "by":{"id":"j.doe","name":"John Doe"}}""");
        }

        @Test
        void areStoredUnderTheirPublicNameAndRevision() {
            SerializedObject<String> stored = json.serialize(event, String.class);

            assertThat(stored.getType().getName()).isEqualTo("docket.case.attachment-added");
            assertThat(stored.getType().getRevision()).isEqualTo("1");
        }

        @Test
        void carryTheRevisionThatTheirClassNames() {
            @EventType(value = "docket.test.revised", revision = 3)
            record Revised() {}

            assertThat(json.typeForClass(Revised.class).getRevision()).isEqualTo("3");
        }

        @Test
        void nameTimesInIso8601() {
            var callback = new CallbackRequestRegistered(
                    new CaseId("WI0000497282"),
                    Person.UNNAMED,
                    new Customer("C-1", null, null),
                    Instant.parse("2026-02-03T04:05:06.007Z"),
                    "Billing");

            assertThat(json.serialize(callback, String.class).getData())
                    .contains("\"callback-request-time\":\"2026-02-03T04:05:06.007Z\"");
        }

        @Test
        void areReadBackAsTheyWere() {
            assertThat(json.<byte[], Object>deserialize(json.serialize(event, byte[].class)))
                    .isEqualTo(event);
        }

        @Test
        void withFieldsThatTodaysRecordDoesNotKnowAreRead() {
            Object read = json.deserialize(stored("docket.case.attachment-added", "1", """
                            {"case-id":"WI0000497282","colour":"red","attachment":{"file-id":"f-1","file-name":"bill.pdf",
                            "pages":3},"by":{"id":"j.doe","name":"John Doe"}}"""));

            assertThat(read).isEqualTo(event);
        }

        @Test
        void withoutFieldsThatMayBeMissingAreRead() {
            Object read = json.deserialize(stored("docket.case.attachment-added", "1", """
                            {"case-id":"WI0000497282","attachment":{"file-id":"f-1","file-name":"bill.pdf"},
                            "by":{"id":"j.doe","name":"John Doe"}}"""));

            assertThat(read).isEqualTo(event);
        }

        static List<Class<?>> storedClasses() {
            return List.copyOf(TYPES.classes());
        }

        @ParameterizedTest
        @MethodSource("storedClasses")
        void haveNamesOfTheirOwnAndNotThoseOfClasses(Class<?> storedClass) {
            String name = json.typeForClass(storedClass).getName();

            assertThat(name)
                    .matches("docket(\\.[a-z0-9]+(-[a-z0-9]+)*){2}")
                    .doesNotContain(storedClass.getName(), storedClass.getSimpleName());
            assertThat(json.classForType(json.typeForClass(storedClass))).isEqualTo(storedClass);
        }

        @Test
        void ofACaseAllHaveAName() {
            assertThat(CaseEvent.class.getPermittedSubclasses())
                    .allSatisfy(event -> assertThat(event).hasAnnotation(EventType.class));
        }
    }

    @Nested
    class TheFrameworksObjects {

        private final TrackingToken token = GapAwareTrackingToken.newInstance(7, List.of(3L));

        @Test
        void aTokenIsReadBackAsItWas() {
            assertThat(json.<byte[], Object>deserialize(json.serialize(token, byte[].class)))
                    .isEqualTo(token);
        }

        @Test
        void aReplayTokenIsReadBackAsItWas() {
            TrackingToken replay =
                    ReplayToken.createReplayToken(GapAwareTrackingToken.newInstance(12, List.of()), token, "because");

            assertThat(json.<byte[], Object>deserialize(json.serialize(replay, byte[].class)))
                    .isEqualTo(replay)
                    .isInstanceOf(ReplayToken.class);
        }

        @Test
        void aTokenOfTwoMergedSegmentsIsReadBackAsItWas() {
            TrackingToken merged = MergedTrackingToken.merged(
                    ReplayToken.createReplayToken(GapAwareTrackingToken.newInstance(12, List.of()), token), token);

            assertThat(json.<byte[], Object>deserialize(json.serialize(merged, byte[].class)))
                    .isEqualTo(merged)
                    .isInstanceOf(MergedTrackingToken.class);
        }

        @Test
        void metaDataIsReadBackAsItWas() {
            MetaData metaData = MetaData.from(Map.of("actor", "back-office", "correlation-id", "c-1"));

            assertThat(json.<byte[], Object>deserialize(json.serialize(metaData, byte[].class)))
                    .isEqualTo(metaData);
        }

        @ParameterizedTest
        @ValueSource(
                classes = {
                    Loaded.class,
                    java.lang.String.class,
                    AttachmentAdded.class,
                    org.axonframework.eventhandling.MultiSourceTrackingToken.class
                })
        void noClassIsLoadedByTheNameThatTheStoreHolds(Class<?> named) {
            var found = stored(named.getName(), null, "{}");

            assertThat(json.classForType(found.getType())).isEqualTo(UnknownSerializedType.class);
            assertThat(json.<String, Object>deserialize(found)).isInstanceOf(UnknownSerializedType.class);
            assertThat(LOADED).isFalse();
        }

        @Test
        void noClassIsLoadedByTheNameThatATokenHolds() {
            String replay = json.serialize(
                            ReplayToken.createReplayToken(GapAwareTrackingToken.newInstance(12, List.of()), token),
                            String.class)
                    .getData();
            for (String named : List.of(Loaded.class.getName(), "org.axonframework.eventhandling.NoSuchToken")) {
                String forged = replay.replace(GapAwareTrackingToken.class.getName(), named);

                assertThatThrownBy(() -> json.deserialize(stored(ReplayToken.class.getName(), null, forged)))
                        .isInstanceOf(SerializationException.class)
                        .hasStackTraceContaining("denied resolution");
            }
            assertThat(LOADED).isFalse();
        }

        @Test
        void aTokenOfAnyOtherTypeThatTheJsonNamesIsRefused() {
            String replay = json.serialize(
                            ReplayToken.createReplayToken(GapAwareTrackingToken.newInstance(12, List.of()), token),
                            String.class)
                    .getData();
            assertThat(replay).contains(GapAwareTrackingToken.class.getName());
            String forged = replay.replace(
                    GapAwareTrackingToken.class.getName(), "org.springframework.context.support.StaticMessageSource");

            assertThatThrownBy(() -> json.deserialize(stored(ReplayToken.class.getName(), null, forged)))
                    .isInstanceOf(SerializationException.class);
        }
    }
}
