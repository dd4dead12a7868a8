package io.docket.platform.classification;

import io.docket.common.api.Literal;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.platform.settings.ReferenceFile;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.io.Resource;
import tools.jackson.core.type.TypeReference;

/** The classifications of one API, from a file that an operator may replace with a longer one. */
public final class Classifications {

    private final Map<String, Classification> bySchemaId;

    private Classifications(ReferenceFile file) {
        bySchemaId = file.entries(new TypeReference<>() {}, Classification::schemaId);
        bySchemaId.values().forEach(classification -> check(classification, file));
    }

    /**
     * Reads a file: a list of classifications.
     *
     * @throws InvalidSettingException naming the file and what is wrong with it
     */
    public static Classifications read(Resource file) {
        return new Classifications(new ReferenceFile(file));
    }

    private static void check(Classification classification, ReferenceFile file) {
        Set<String> literals = new HashSet<>();
        Set<String> codes = new HashSet<>();
        for (Classification.Value value : classification.values()) {
            file.require(
                    literals.add(value.literal())
                            && value.code().map(codes::add).orElse(true),
                    classification.schemaId(),
                    "it has " + value.literal() + " or its code twice");
        }
    }

    /**
     * Checks that a classification has just the literals that the code knows.
     *
     * @throws InvalidSettingException if it has others
     */
    public Classifications requireLiterals(String schemaId, Literal[] constants) {
        Set<String> found = get(schemaId).map(Classification::literals).orElse(Set.of());
        List<String> known = Arrays.stream(constants).map(Literal::literal).toList();
        if (!found.equals(Set.copyOf(known))) {
            throw new InvalidSettingException(
                    "The classification " + schemaId + " has the literals " + found + ", but must have " + known + ".",
                    "Correct the file that docket.classifications names.");
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
