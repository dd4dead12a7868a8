package io.docket.platform.startup;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

/** Starts an application, or answers what it is asked on the command line instead. */
public final class Startup {

    private static final Set<String> HELP = Set.of("--help", "-help", "-h", "-?", "help");
    private static final Set<String> VERSION = Set.of("--version", "-version", "-V", "version");

    private static final String APPLICATION = "application";

    private Startup() {}

    /**
     * Starts an application. A start that is refused ends with what is wrong and what to do about it, in at most five lines,
     * and the exit code 1. With {@code --help} or {@code --version} nothing is started.
     *
     * @param application the class that Spring Boot starts; its name and the version of its package are those printed
     * @param arguments as the command line gives them
     * @param check what the application wants of its settings; held before anything is opened
     */
    public static void run(Class<?> application, String[] arguments, Consumer<Environment> check) {
        run(application, APPLICATION, arguments, check);
    }

    /**
     * The same for an application whose settings come in a file of another name than {@code application.yml}, which is read
     * beside it.
     *
     * @param settings the name of the file, without its ending
     */
    public static void run(Class<?> application, String settings, String[] arguments, Consumer<Environment> check) {
        List<String> given = List.of(arguments);
        if (given.stream().anyMatch(HELP::contains)) {
            Terminal.print(Help.of(application, Settings.ofTheClassPath()));
        } else if (given.stream().anyMatch(VERSION::contains)) {
            Terminal.print(name(application));
        } else {
            var spring = new SpringApplication(application);
            spring.setLogStartupInfo(false);
            if (!settings.equals(APPLICATION)) {
                spring.setDefaultProperties(Map.of("spring.config.name", settings + "," + APPLICATION));
            }
            spring.addInitializers(new Preflight(application, arguments, check));
            spring.run(arguments);
        }
    }

    /** As in {@code Docket 1.0.0 on Java 17.0.15}. */
    static String name(Class<?> application) {
        String version = application.getPackage().getImplementationVersion();
        return application.getSimpleName() + " " + (version == null ? "(not packaged)" : version) + " on Java "
                + System.getProperty("java.version");
    }
}
