package io.docket.platform.eventstore;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * The JSON that is stored: fields in kebab case, times in ISO 8601, events under their public names, fields that today's
 * record does not know ignored.
 */
public final class StoredJson extends Jackson3Serializer {

    /** The framework's own objects that are stored, by the names that the framework gives them. */
    private static final Map<String, Class<?>> FRAMEWORK_TYPES = Stream.of(
                    GapAwareTrackingToken.class,
                    GlobalSequenceTrackingToken.class,
                    MergedTrackingToken.class,
                    ReplayToken.class,
                    ConfigToken.class,
                    MetaData.class)
            .collect(toUnmodifiableMap(Class::getName, Function.identity()));

    private final EventTypes eventTypes;

    private StoredJson(Builder builder, EventTypes eventTypes) {
        super(builder);
        this.eventTypes = eventTypes;
    }

    /** The serializer of the events that the given types name, and of the framework's own objects. */
    public static StoredJson of(EventTypes eventTypes) {
        Builder builder = Jackson3Serializer.builder().jsonMapperBuilderCustomizer(StoredJson::configure);
        return new StoredJson(builder, eventTypes);
    }

    private static void configure(JsonMapper.Builder mapper) {
        mapper.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                // The framework's replay tokens hold another token, of a type that is named in the JSON.
                .polymorphicTypeValidator(new TokensOnly())
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
    }

    /**
     * Nothing is loaded by a name that the store holds: a name is one of those that are known here, or it is unknown. An
     * event of a newer revision is as unknown as one of another name: read as today's record, it would lose something.
     */
    @Override
    public Class<?> classForType(SerializedType type) {
        if (SerializedType.emptyType().equals(type)) {
            return Void.class;
        }
        if (eventTypes.isNewer(type)) {
            return UnknownSerializedType.class;
        }
        return eventTypes
                .classOf(type.getName())
                .or(() -> Optional.ofNullable(FRAMEWORK_TYPES.get(type.getName())))
                .orElse(UnknownSerializedType.class);
    }

    /** What an event that was read from the store is, if only a newer version of the application knows it. */
    public Optional<SerializedType> unknownTypeOf(EventMessage<?> event) {
        return UnknownSerializedType.class.equals(event.getPayloadType())
                ? Optional.of(event.serializePayload(this, byte[].class).getType())
                : Optional.empty();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        SerializedType javaType = super.typeForClass(type);
        return type == null ? javaType : EventTypes.typeOf((Class<?>) type).orElse(javaType);
    }

    /** Lets JSON name the class of what it holds only where that is a token, and only one of these. */
    private static final class TokensOnly extends PolymorphicTypeValidator.Base {

        private static final long serialVersionUID = 1L;

        private static final Set<String> TOKENS = FRAMEWORK_TYPES.values().stream()
                .filter(TrackingToken.class::isAssignableFrom)
                .map(Class::getName)
                .collect(toUnmodifiableSet());

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType base) {
            return Validity.INDETERMINATE;
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType base, String name) {
            return TOKENS.contains(name) ? Validity.ALLOWED : Validity.DENIED;
        }
    }

    /** Writes a document of a read model. */
    public String write(Object document) {
        return getObjectMapper().writeValueAsString(document);
    }

    /** Reads a document of a read model. */
    public <T> T read(String document, Class<T> type) {
        return getObjectMapper().readValue(document, type);
    }
}
