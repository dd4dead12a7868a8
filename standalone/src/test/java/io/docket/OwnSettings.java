package io.docket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/** The settings that come with the application, from the files of its parts. */
public final class OwnSettings {

    private static final List<String> FILES = List.of(
            "standalone/src/main/resources/application.yml",
            "platform/src/main/resources/docket.yml",
            "command-side/src/main/resources/docket-command-side.yml",
            "query-side/src/main/resources/docket-query-side.yml");

    private OwnSettings() {}

    /** One for each file. */
    public static List<EnumerablePropertySource<?>> read() throws IOException {
        List<EnumerablePropertySource<?>> all = new ArrayList<>();
        for (String file : FILES) {
            for (PropertySource<?> source :
                    new YamlPropertySourceLoader().load(file, new FileSystemResource(Path.of("..", file)))) {
                all.add((EnumerablePropertySource<?>) source);
            }
        }
        return all;
    }
}
