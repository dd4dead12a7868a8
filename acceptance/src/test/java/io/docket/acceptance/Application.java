package io.docket.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The application that is tested, as arguments of {@code java}. */
final class Application {

    /** Of all processes: an archive of classes fits only those that are started alike. */
    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    private static final List<String> NAMESPACE = List.of("unshare", "--fork", "--pid", "--mount-proc", "--kill-child");

    private Application() {}

    /** As a user has it: one file. */
    static List<String> packaged() {
        return arguments(List.of(), jar());
    }

    /** Unpacked by its own tools, with an archive of its classes: the same code, in half the time to start. */
    static List<String> unpacked() {
        return Unpacked.ARGUMENTS;
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

    private static List<String> arguments(List<String> options, Path jar) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.addAll(OPTIONS);
        arguments.addAll(options);
        arguments.add("-jar");
        arguments.add(jar.toString());
        return arguments;
    }

    static Path jar() {
        Path jar =
                Path.of(System.getProperty("docket.jar", "")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("The system property docket.jar names no packaged application: " + jar);
        }
        return jar;
    }

    /** Made when it is first asked for. */
    private static final class Unpacked {

        static final List<String> ARGUMENTS = unpack();

        private static List<String> unpack() {
            Path folder = Path.of(System.getProperty("docket.output", "target/docket-output"))
                    .toAbsolutePath()
                    .resolveSibling("docket-unpacked");
            try {
                FileSystemUtils.deleteRecursively(folder);
                Files.createDirectories(folder);
                List<String> extraction = arguments(List.of("-Djarmode=tools"), jar());
                Path application = folder.resolve("application");
                extraction.addAll(List.of("extract", "--destination", application.toString()));
                run(folder, extraction);
                Path unpacked = application.resolve(jar().getFileName());
                Path archive = folder.resolve("classes.jsa");
                run(
                        folder,
                        arguments(
                                List.of("-Dspring.context.exit=onRefresh", "-XX:ArchiveClassesAtExit=" + archive),
                                unpacked));
                return arguments(List.of("-XX:SharedArchiveFile=" + archive), unpacked);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static void run(Path folder, List<String> arguments) throws IOException, InterruptedException {
            Path output = folder.resolve("output.log");
            var command = new ProcessBuilder(arguments)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            command.environment().keySet().removeIf(DocketProcess::wouldSpeakToDocket);
            command.environment().put("SERVER_PORT", "0");
            command.environment().put("DOCKET_SIMULATORS_PORT", "0");
            int status = command.start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(arguments + " ended with " + status + ":\n" + Files.readString(output));
            }
        }
    }
}
