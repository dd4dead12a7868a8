package io.docket.platform.startup;

import static java.util.Objects.requireNonNull;

import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The database that is configured, before anybody uses it.
 *
 * @param url its JDBC address
 */
record ConfiguredDatabase(
        String url, @Nullable String user, @Nullable String password) {

    private static final String URL = "spring.datasource.url";
    private static final Pattern EMBEDDED = Pattern.compile("jdbc:h2:(file|watched):(?<path>[^;]*).*");
    private static final Pattern POSTGRESQL = Pattern.compile("jdbc:postgresql:(//(?<host>[^/?]*)/)?(?<name>[^?]*).*");
    private static final int LOGIN_SECONDS = 10;

    static ConfiguredDatabase of(Environment environment) {
        return new ConfiguredDatabase(
                environment.getProperty(URL, ""),
                environment.getProperty("spring.datasource.username"),
                environment.getProperty("spring.datasource.password"));
    }

    /**
     * Looks whether it can be used; changes nothing in it.
     *
     * @return what and where it is, without secrets
     * @throws InvalidSettingException if it cannot
     */
    String check() {
        Matcher embedded = EMBEDDED.matcher(url);
        if (embedded.matches()) {
            return checkEmbedded(
                    Path.of(embedded.group("path") + ".mv.db").toAbsolutePath().normalize());
        }
        Matcher postgresql = POSTGRESQL.matcher(url);
        if (postgresql.matches()) {
            return checkPostgreSql(postgresql.group("host"), postgresql.group("name"));
        }
        if (url.startsWith("jdbc:h2:")) {
            return "H2, " + url.replaceFirst(";.*", "");
        }
        if (url.isBlank()) {
            throw new InvalidSettingException(
                    URL + " is not set.", "Set it to jdbc:postgresql://host/database (SPRING_DATASOURCE_URL).");
        }
        throw new InvalidSettingException(
                URL + " names no database that Docket works with.",
                "Leave it out, for the embedded one, or set it to jdbc:postgresql://host/database.");
    }

    private String checkEmbedded(Path file) {
        Path folder = requireNonNull(file.getParent());
        requireWritable(folder);
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    throw new InvalidSettingException(
                            "Another process has the database in " + folder + " open; only one can.",
                            "End it, or set docket.data to another folder. On PostgreSQL there can be many processes.");
                }
            } catch (IOException e) {
                throw new InvalidSettingException(
                        "The database file " + file + " cannot be opened: " + reason(folder, e) + ".",
                        "Give this user the right to write it, or set docket.data to another folder.");
            }
        }
        return "H2, embedded, in " + folder;
    }

    /** Makes the folder, for its owner alone, if there is none. */
    private static void requireWritable(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.delete(Files.createTempFile(folder, "docket", ".probe"));
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "The data folder " + folder + " cannot be written: " + reason(folder, e) + ".",
                    "Set docket.data to a folder that this user may write, or can make.");
        }
    }

    private static String reason(Path path, IOException failure) {
        for (Path part = path; part != null; part = part.getParent()) {
            if (Files.isRegularFile(part)) {
                return part + " is a file";
            }
        }
        return failure instanceof AccessDeniedException ? "access is denied" : "it cannot be made or opened";
    }

    private String checkPostgreSql(@Nullable String host, String name) {
        String server = host == null ? "localhost" : host.replaceFirst(".*@", "");
        var properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("loginTimeout", String.valueOf(LOGIN_SECONDS));
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion() + " at " + server
                    + ", database " + name;
        } catch (SQLException e) {
            throw refusal(e, server, name);
        }
    }

    private InvalidSettingException refusal(SQLException failure, String server, String name) {
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "08001", "08006" ->
                new InvalidSettingException(
                        "PostgreSQL does not answer at " + server + ".",
                        "Start it, or correct " + URL + " (SPRING_DATASOURCE_URL).");
            case "28P01", "28000", "08004" ->
                new InvalidSettingException(
                        "PostgreSQL at " + server + " does not let the user " + user + " in: " + message(failure) + ".",
                        "Correct spring.datasource.username and .password (SPRING_DATASOURCE_USERNAME, _PASSWORD).");
            case "3D000" ->
                new InvalidSettingException(
                        "PostgreSQL at " + server + " has no database " + name + ".",
                        "Create it (create database " + name + "), or correct " + URL + " (SPRING_DATASOURCE_URL).");
            case "57P03" ->
                new InvalidSettingException(
                        "PostgreSQL at " + server + " is starting or stopping.", "Start Docket when it is up.");
            default ->
                new InvalidSettingException(
                        "PostgreSQL at " + server + " refuses the connection (" + state + "): " + message(failure)
                                + ".",
                        "See its log, and correct " + URL + ".");
        };
    }

    private static String message(SQLException failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "ConfiguredDatabase[user=" + user + "]";
    }
}
