package io.docket.platform.startup;

import static java.util.stream.Collectors.joining;

import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ResourceUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All settings of ours that there are: those that the compiler found in the code and wrote down beside the classes. */
final class Settings {

    private static final String PREFIX = "docket.";
    private static final String VARIABLE_PREFIX = "DOCKET_";
    private static final String METADATA = "classpath*:META-INF/spring-configuration-metadata.json";

    /** What Kubernetes sets in every container beside a service that is called docket, or docket-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "DOCKET_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)");

    /** With what comes before and behind them, five. */
    private static final int MOST_LINES = 3;

    private final List<Setting> all;

    Settings(List<Setting> all) {
        this.all = all.stream().sorted(Comparator.comparing(Setting::name)).toList();
    }

    static Settings ofTheClassPath() {
        List<Setting> found = new ArrayList<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(METADATA)) {
                try (InputStream content = file.getInputStream()) {
                    for (JsonNode property :
                            JsonMapper.shared().readTree(content).path("properties")) {
                        String name = property.path("name").asString();
                        if (name.startsWith(PREFIX)) {
                            found.add(new Setting(
                                    name,
                                    property.path("type").asString("java.lang.String"),
                                    property.path("description").asString(null)));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Settings(found);
    }

    List<Setting> all() {
        return all;
    }

    /** Whether there is a setting of that name. */
    boolean has(String name) {
        return all.stream().anyMatch(setting -> setting.isNamed(ConfigurationPropertyName.of(name)));
    }

    /** @throws InvalidSettingException naming all that are set and do not exist, and all whose values are none */
    void check(ConfigurableEnvironment environment) {
        List<String> problems = new ArrayList<>();
        Map<String, String> unknown = unknown(environment);
        if (!unknown.isEmpty()) {
            problems.add((unknown.size() == 1 ? "There is no setting " : "There are no settings ")
                    + unknown.entrySet().stream()
                            .map(found -> found.getKey() + found.getValue())
                            .collect(joining(", "))
                    + ".");
        }
        Binder binder = Binder.get(environment);
        for (Setting setting : all) {
            try {
                setting.read(binder);
                if (setting.takesFiles() || setting.takesFolder()) {
                    setting.texts(binder, (name, location) -> missing(setting, location)
                            .forEach(problem -> problems.add(name + " is \"" + location + "\": " + problem + ".")));
                }
            } catch (BindException e) {
                problems.add(WrongValue.of(e));
            }
        }
        if (!problems.isEmpty()) {
            String separator = problems.size() <= MOST_LINES ? "\n" : " ";
            throw new InvalidSettingException(
                    String.join(separator, problems), "Correct that. --help lists all settings.");
        }
    }

    /** The names that are set and do not exist, each with the one that may be meant. */
    private Map<String, String> unknown(ConfigurableEnvironment environment) {
        Map<String, String> unknown = new TreeMap<>();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(EnumerablePropertySource.class::cast)
                .forEach(source -> {
                    boolean variables = source instanceof SystemEnvironmentPropertySource;
                    for (String name : source.getPropertyNames()) {
                        if (variables ? isUnknownVariable(name) : isUnknown(name)) {
                            unknown.put(name, hint(name, variables ? Setting::variable : Setting::name));
                        }
                    }
                });
        return unknown;
    }

    private boolean isUnknown(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(PREFIX)
                && all.stream().noneMatch(setting -> setting.isNamed(ConfigurationPropertyName.adapt(name, '.')));
    }

    private boolean isUnknownVariable(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith(VARIABLE_PREFIX)
                && !SERVICE_LINK.matcher(upper).matches()
                && all.stream().noneMatch(setting -> setting.isNamedAsVariable(name));
    }

    private String hint(String unknown, Function<Setting, String> spelling) {
        return all.stream()
                .map(spelling)
                .min(Comparator.comparingInt(known -> Spelling.distance(unknown, known)))
                .filter(nearest -> Spelling.distance(unknown, nearest) <= nearest.length() / 3)
                .map(nearest -> " (" + nearest + "?)")
                .orElse("");
    }

    /** What is wrong with the location of a file, or of a folder if it ends in a slash. */
    private static Stream<String> missing(Setting setting, String location) {
        if (location.isBlank()) {
            return Stream.of("it needs a path");
        }
        if (setting.takesFolder()) {
            return Stream.empty();
        }
        if (!isPath(location)) {
            return location.endsWith("/")
                            || new DefaultResourceLoader().getResource(location).isReadable()
                    ? Stream.empty()
                    : Stream.of("there is no such file, or it cannot be read");
        }
        Path path = Path.of(location);
        if (location.endsWith("/")) {
            return Files.isDirectory(path) ? Stream.empty() : Stream.of("there is no such folder");
        }
        if (Files.isDirectory(path)) {
            return Stream.of("that is a folder; end it with / if it is to be one");
        }
        return Files.isReadable(path) ? Stream.empty() : Stream.of("there is no such file, or it cannot be read");
    }

    private static boolean isPath(String location) {
        return !location.startsWith(ResourceUtils.CLASSPATH_URL_PREFIX) && !ResourceUtils.isUrl(location);
    }

    /** Lets paths be written without {@code file:} where files are named. */
    void takePathsAsFiles(ConfigurableEnvironment environment) {
        Map<String, Object> files = new HashMap<>();
        Binder binder = Binder.get(environment);
        for (Setting setting : all) {
            if (setting.takesFiles()) {
                setting.texts(binder, (name, location) -> {
                    if (isPath(location)) {
                        String uri = Path.of(location).toUri().toString();
                        files.put(name, location.endsWith("/") && !uri.endsWith("/") ? uri + "/" : uri);
                    }
                });
            }
        }
        environment.getPropertySources().addFirst(new MapPropertySource("paths of files", files));
    }
}
