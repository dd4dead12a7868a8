package io.docket.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Makes the file of the embedded database before H2 does, which would let others read it. */
@Component
class DatabaseFile implements BeanFactoryPostProcessor, EnvironmentAware {

    private static final Pattern IN_A_FILE =
            Pattern.compile("jdbc:h2:(?:(?:file|" + WatchedFilePath.SCHEME + "):)?(?<path>[^;:]+)(?<settings>;.*)?");
    private static final String SUFFIX = ".mv.db";

    @SuppressWarnings("NullAway.Init")
    private Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        WatchedFilePath.register();
        path(environment.getProperty("spring.datasource.url", "")).ifPresent(path -> {
            Path file = path.resolveSibling(path.getFileName() + SUFFIX).toAbsolutePath();
            DataFolder.at(file.resolve("..")).touch(String.valueOf(file.getFileName()));
        });
    }

    /** Where the database lies that a URL names, if it lies in a file and may be made. */
    static Optional<Path> path(String url) {
        Matcher matcher = IN_A_FILE.matcher(url);
        if (!matcher.matches()
                || String.valueOf(matcher.group("settings"))
                        .toUpperCase(Locale.ROOT)
                        .contains("IFEXISTS=TRUE")) {
            return Optional.empty();
        }
        return Optional.of(Path.of(matcher.group("path").replaceFirst("^~", System.getProperty("user.home"))));
    }
}
