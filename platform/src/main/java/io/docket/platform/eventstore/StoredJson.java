package io.docket.platform.eventstore;

import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * The JSON that is stored: fields in kebab case, times in ISO 8601, events under their public names, fields that today's
 * record does not know ignored.
 */
public final class StoredJson extends Jackson3Serializer {

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
                .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                        .allowIfSubType("org.axonframework.eventhandling.")
                        .build())
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
    }

    @Override
    protected String resolveClassName(SerializedType type) {
        return eventTypes.classOf(type.getName()).map(Class::getName).orElseGet(type::getName);
    }

    /** An event of a newer revision is as unknown as one of another name: read as today's record, it would lose something. */
    @Override
    public Class<?> classForType(SerializedType type) {
        return eventTypes.isNewer(type) ? UnknownSerializedType.class : super.classForType(type);
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

    /** Writes a document of a read model. */
    public String write(Object document) {
        return getObjectMapper().writeValueAsString(document);
    }

    /** Reads a document of a read model. */
    public <T> T read(String document, Class<T> type) {
        return getObjectMapper().readValue(document, type);
    }
}
