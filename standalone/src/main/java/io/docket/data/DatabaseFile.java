package io.docket.data;

import io.docket.platform.settings.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The file of the embedded database. It is made before H2 would make it, which would let others read it; and it is compacted
 * when that is due, while nobody uses it: before anything is opened, and when all is closed.
 */
@Component
class DatabaseFile implements BeanFactoryPostProcessor, EnvironmentAware, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);

    private static final Pattern IN_A_FILE =
            Pattern.compile("jdbc:h2:(?:(?:file|" + WatchedFilePath.SCHEME + "):)?(?<path>[^;:]+)(?<settings>;.*)?");
    private static final String SUFFIX = ".mv.db";
    private static final String DUE = ".compaction-due";

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
            folder(path).touch(path.getFileName() + SUFFIX);
            compactIfDue(path);
        });
    }

    private static DataFolder folder(Path database) {
        return DataFolder.at(database.toAbsolutePath().resolve(".."));
    }

    /** Has the file compacted when nobody uses it any more, or before anybody does again. */
    static void compactLater(Path database) {
        folder(database).touch(database.getFileName() + DUE);
    }

    /** This is the first bean that is made, and so the last that goes. */
    @Override
    public void destroy() {
        path(environment.getProperty("spring.datasource.url", "")).ifPresent(this::compactIfDue);
    }

    private void compactIfDue(Path database) {
        Path due = database.toAbsolutePath().resolveSibling(database.getFileName() + DUE);
        if (!Files.exists(due)) {
            return;
        }
        try {
            recover();
            // H2's own compaction at a shutdown would compress the file.
            MVStoreTool.compact(database + SUFFIX, false);
            Files.delete(due);
            folder(database);
            LOG.info("The file of the embedded database is compacted, since somebody was erased.");
        } catch (SQLException | MVStoreException | IOException e) {
            LOG.warn(
                    "The file of the embedded database cannot be compacted now, and still has old pages: {}",
                    e.getClass().getSimpleName());
        }
    }

    /** Leaves the file as an orderly stop does; fails if another process has it open. */
    private void recover() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        environment.getProperty("spring.datasource.url", ""),
                        environment.getProperty("spring.datasource.username", ""),
                        environment.getProperty("spring.datasource.password", ""));
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
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
