package io.docket.platform.classification;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The classifications of one API, from a file that an operator may replace with a longer one. */
public final class Classifications {

    private final Map<String, Classification> bySchemaId = new LinkedHashMap<>();

    private Classifications(List<Classification> all, Resource file) {
        for (Classification classification : all) {
            check(classification, file);
            if (bySchemaId.put(classification.schemaId(), classification) != null) {
                throw new IllegalStateException(
                        file.getDescription() + ": " + classification.schemaId() + " is defined twice");
            }
        }
    }

    /**
     * Reads a file: a list of classifications.
     *
     * @throws IllegalStateException naming the file and what is wrong with it
     */
    public static Classifications read(Resource file) {
        try (InputStream content = file.getInputStream()) {
            return new Classifications(
                    new YAMLMapper().readValue(content, new TypeReference<List<Classification>>() {}), file);
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException(file.getDescription() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(Classification classification, Resource file) {
        Set<String> literals = new HashSet<>();
        Set<String> codes = new HashSet<>();
        for (Classification.Value value : classification.values()) {
            if (!literals.add(value.literal()) || (value.code() != null && !codes.add(value.code()))) {
                throw new IllegalStateException(file.getDescription() + ": " + classification.schemaId() + " has "
                        + value.literal() + " or its code twice");
            }
        }
    }

    /**
     * Checks that a classification has just the literals that the code knows.
     *
     * @throws IllegalStateException if it has others
     */
    public Classifications requireLiterals(String schemaId, Collection<String> known) {
        Set<String> found = get(schemaId).map(Classification::literals).orElse(Set.of());
        if (!found.equals(Set.copyOf(known))) {
            throw new IllegalStateException(schemaId + " must have the literals " + known + ", but has " + found);
        }
        return this;
    }

    /** All of them, without their values. */
    public ClassificationList list() {
        return ClassificationList.of(bySchemaId.values());
    }

    /** One of them, with its values. */
    public Optional<ClassificationValues> values(String schemaId) {
        return get(schemaId).map(ClassificationValues::of);
    }

    private Optional<Classification> get(String schemaId) {
        return Optional.ofNullable(bySchemaId.get(schemaId));
    }

    /** Whether a classification has a literal. */
    public boolean contains(String schemaId, String literal) {
        return get(schemaId)
                .map(classification -> classification.literals().contains(literal))
                .orElse(false);
    }
}
