package io.docket.platform.settings;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A YAML file of reference data that an operator supplies. Keys are in kebab case, and all have a value. */
public final class ReferenceFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final Resource file;
    private final Map<Object, Integer> lines = new HashMap<>();

    public ReferenceFile(Resource file) {
        this.file = file;
    }

    /**
     * Reads the whole file. A key may be left out whose type is an {@code Optional}.
     *
     * @throws InvalidSettingException naming the file, the line and what is wrong with it
     */
    public <T> T read(TypeReference<T> type) {
        return read(content -> YAML.readValue(content, type));
    }

    /**
     * Reads a list of entries.
     *
     * @param key what no two entries may have in common
     * @throws InvalidSettingException as {@link #read} does, and if there are two entries with the same key
     */
    public <K, E> Map<K, E> entries(TypeReference<List<E>> type, Function<E, K> key) {
        Map<K, E> entries = new LinkedHashMap<>();
        JavaType entryType = YAML.constructType(type).getContentType();
        return read(content -> {
            try (MappingIterator<E> values = YAML.readerFor(entryType).readValues(content)) {
                while (values.hasNextValue()) {
                    int line = values.parser().currentTokenLocation().getLineNr();
                    E entry = values.nextValue();
                    lines.put(key.apply(entry), line);
                    require(entries.put(key.apply(entry), entry) == null, key.apply(entry), "it is there twice");
                }
            }
            return entries;
        });
    }

    private <T> T read(Content<T> reader) {
        try (InputStream content = file.getInputStream()) {
            return reader.read(content);
        } catch (JacksonException e) {
            throw new InvalidSettingException(
                    file.getDescription() + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    "Correct the file.",
                    e);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    file.getDescription() + " cannot be read", "Supply the file, or name another one.", e);
        }
    }

    private interface Content<T> {
        T read(InputStream content) throws IOException;
    }

    /**
     * Checks a rule of the file's content.
     *
     * @param entry the key of the entry whose rule it is
     * @param otherwise what is wrong if the condition does not hold
     * @throws InvalidSettingException naming the file, the line of the entry, and what is wrong with it
     */
    public void require(boolean condition, Object entry, String otherwise) {
        if (!condition) {
            Integer line = lines.get(entry);
            throw new InvalidSettingException(
                    file.getDescription() + (line == null ? "" : ", line " + line) + ", " + entry + ": " + otherwise,
                    "Correct the file.");
        }
    }
}
