package io.docket.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that start the application that is tested. */
final class Application {

    private static final String OPTIONS = "-Xmx256m -XX:TieredStopAtLevel=1";

    private static final List<String> NAMESPACE = List.of("unshare", "--fork", "--pid", "--mount-proc", "--kill-child");

    private static final Pattern STARTED = Pattern.compile("mvn -q package -DskipTests && (\\S+)\n");

    private Application() {}

    /** The one file that has everything in it. */
    static List<String> packaged() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(OPTIONS.split(" ", -1)));
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /** As the README has it started: unpacked, with an archive of its classes. */
    static List<String> unpacked() {
        return unpacked(Path.of("..", started()).toAbsolutePath().normalize());
    }

    /** The unpacked application whose command a system property names. */
    static List<String> unpacked(String property) {
        return unpacked(path(property));
    }

    private static List<String> unpacked(Path command) {
        String home = System.getProperty("java.home");
        return List.of("env", "JAVA_HOME=" + home, "JAVA_OPTS=" + OPTIONS, command.toString());
    }

    private static String started() {
        try {
            Matcher command = STARTED.matcher(Files.readString(Path.of("..", "README.md")));
            if (!command.find()) {
                throw new IllegalStateException("The README does not say how to start Docket");
            }
            return command.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The same in a namespace of processes of its own, as in a container: its process id is 1. */
    static List<String> unpackedAsFirstProcess() {
        List<String> arguments = new ArrayList<>(NAMESPACE);
        arguments.addAll(unpacked());
        return arguments;
    }

    /** Whether the operating system lets us make a namespace of processes. */
    static boolean canBeFirstProcess() {
        List<String> command = new ArrayList<>(NAMESPACE);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Path jar() {
        return path("docket.jar");
    }

    private static Path path(String property) {
        Path file = Path.of(System.getProperty(property, "")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    "The system property " + property + " names no packaged application: " + file);
        }
        return file;
    }
}
