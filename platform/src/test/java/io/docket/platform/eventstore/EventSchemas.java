package io.docket.platform.eventstore;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the JSON Schema of the form that an event is stored and published in, from its record. */
final class EventSchemas {

    private final StoredJson json;
    private final SchemaGenerator generator;

    EventSchemas(StoredJson json) {
        this.json = json;
        var configuration = new SchemaGeneratorConfigBuilder(
                        JsonMapper.shared(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.INLINE_ALL_SCHEMAS,
                        Option.EXTRA_OPEN_API_FORMAT_VALUES,
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
        configuration
                .forTypesInGeneral()
                .withCustomDefinitionProvider(this::special)
                .withPropertySorter(Comparator.comparing(property -> 0));
        configuration
                .forFields()
                .withPropertyNameOverrideResolver(EventSchemas::name)
                .withRequiredCheck(field -> true)
                .withNullableCheck(EventSchemas::isNullable)
                .withInstanceAttributeOverride((schema, field, context) -> mark(schema, field));
        generator = new SchemaGenerator(configuration.build());
    }

    /** The schema of today's revision of an event. */
    ObjectNode of(Class<?> event) {
        EventType type = Objects.requireNonNull(event.getAnnotation(EventType.class));
        String name = type.value() + ".v" + type.revision();
        ObjectNode generated = generator.generateSchema(event);
        ObjectNode schema = JsonMapper.shared().createObjectNode();
        schema.set("$schema", generated.get("$schema"));
        schema.put("$id", "urn:docket:event:" + name);
        schema.put("title", name);
        generated.properties().stream()
                .filter(member -> !schema.has(member.getKey()))
                .forEach(member -> schema.set(member.getKey(), member.getValue()));
        return schema;
    }

    /** What is not written as its fields: enumerations, and records with one value. */
    private @Nullable CustomDefinition special(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        if (raw.isEnum()) {
            ObjectNode schema = context.getGeneratorConfig().createObjectNode();
            schema.put("type", "string");
            ArrayNode values = schema.putArray("enum");
            Stream.of(raw.getEnumConstants())
                    .map(constant -> JsonMapper.shared().readTree(json.write(constant)))
                    .forEach(values::add);
            return new CustomDefinition(schema);
        }
        return value(raw)
                .map(value -> new CustomDefinition(
                        context.createDefinition(context.getTypeContext().resolve(value.getReturnType()))))
                .orElse(null);
    }

    private static Optional<Method> value(Class<?> type) {
        Stream<Method> ofComponents = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getAccessor)
                        .filter(accessor -> accessor.isAnnotationPresent(JsonValue.class))
                : Stream.of();
        return Stream.concat(
                        ofComponents,
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> method.isAnnotationPresent(JsonValue.class)))
                .findFirst();
    }

    private static String name(FieldScope field) {
        JsonProperty given = component(field)
                .map(AnnotatedElement.class::cast)
                .map(component -> ((RecordComponent) component).getAccessor().getAnnotation(JsonProperty.class))
                .orElse(null);
        return given != null
                ? given.value()
                : field.getDeclaredName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static boolean isNullable(FieldScope field) {
        return !field.isFakeContainerItemScope()
                && component(field)
                        .map(component -> component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                                || isWithheldAsNull(component))
                        .orElse(false);
    }

    /** What is no text cannot read as one when it is not to be seen. */
    private static boolean isWithheldAsNull(RecordComponent component) {
        return component.isAnnotationPresent(PersonalData.class) && !isText(component.getType());
    }

    private static boolean isText(Class<?> type) {
        return String.class.equals(type)
                || value(type).map(value -> isText(value.getReturnType())).orElse(false);
    }

    private static void mark(ObjectNode schema, FieldScope field) {
        boolean isPersonal = !field.isFakeContainerItemScope()
                && component(field)
                        .map(component -> component.isAnnotationPresent(PersonalData.class))
                        .orElse(false);
        if (isPersonal) {
            schema.put("description", "Personal data; `[masked]` or `[erased]` may stand in their place.");
            schema.put("x-personal-data", true);
        }
    }

    private static Optional<RecordComponent> component(FieldScope field) {
        Class<?> declaring = field.getDeclaringType().getErasedType();
        return declaring.isRecord()
                ? Arrays.stream(declaring.getRecordComponents())
                        .filter(component -> component.getName().equals(field.getDeclaredName()))
                        .findFirst()
                : Optional.empty();
    }

    /** As it is kept in its file. */
    static String printed(JsonNode schema) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }
}
