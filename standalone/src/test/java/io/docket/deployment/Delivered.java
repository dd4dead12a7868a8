package io.docket.deployment;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of the repository, and the settings that each application knows. */
final class Delivered {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Pattern OURS = Pattern.compile(
            "docket-(?!\\d)[a-z-]+?-\\d|(?:command-side|query-side|console|platform|standalone)/target");

    private Delivered() {}

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The documents of a file, with what they take over from others ({@code <<}). */
    static List<Object> yaml(String file) {
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .loadAll(text(file))
                                .spliterator(),
                        false)
                .toList();
    }

    static JsonNode json(String file) {
        return JsonMapper.shared().readTree(text(file));
    }

    /** {@code NAME=value}. */
    static Map<String, String> variables(String file) {
        Map<String, String> variables = new TreeMap<>();
        text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line ->
                        variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return variables;
    }

    /**
     * The variables that an application reads its settings from.
     *
     * @param modules whose settings of ours it has, as folders of the repository
     */
    static Variables readBy(Set<String> modules) {
        Set<String> names = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        try {
            List<URL> files = new ArrayList<>(
                    Collections.list(Delivered.class.getClassLoader().getResources(METADATA)));
            for (URL file : files) {
                if (OURS.matcher(file.toString()).find()
                        && modules.stream().noneMatch(module -> file.toString().contains(module))) {
                    continue;
                }
                try (InputStream content = file.openStream()) {
                    for (JsonNode property :
                            JsonMapper.shared().readTree(content).path("properties")) {
                        String variable = property.required("name")
                                .asString()
                                .replace("-", "")
                                .replace('.', '_')
                                .toUpperCase(Locale.ROOT);
                        names.add(variable);
                        if (property.path("type").asString().startsWith("java.util.Map<")) {
                            prefixes.add(variable + "_");
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Variables(names, prefixes);
    }

    /**
     * Variables.
     *
     * @param names those of settings
     * @param prefixes what those begin with that have a name in them which is free
     */
    record Variables(Set<String> names, Set<String> prefixes) {

        boolean has(String variable) {
            return names.contains(variable) || prefixes.stream().anyMatch(variable::startsWith);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) requireNonNull(value);
    }

    /** Without a value, an empty one. */
    static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : List.copyOf((List<?>) value);
    }

    /** What has to be there. */
    static Object at(Object value, String... path) {
        Object found = value;
        for (String name : path) {
            found = requireNonNull(map(found).get(name), name);
        }
        return found;
    }
}
