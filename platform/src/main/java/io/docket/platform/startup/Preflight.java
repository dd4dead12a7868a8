package io.docket.platform.startup;

import io.docket.platform.settings.InvalidSettingException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Looks for the mistakes that are easily made, before anything is opened, written or migrated. The first found ends the
 * start.
 */
final class Preflight implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private final Class<?> application;
    private final List<String> arguments;
    private final Consumer<Environment> check;

    Preflight(Class<?> application, String[] arguments, Consumer<Environment> check) {
        this.application = application;
        this.arguments = List.of(arguments);
        this.check = check;
    }

    /** @throws InvalidSettingException if Docket cannot start as it is told to */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        refuseStrayArguments();
        Settings settings = Settings.ofTheClassPath();
        settings.check(environment);
        settings.takePathsAsFiles(environment);
        String[] profiles = environment.getActiveProfiles();
        LOG.info(
                "{} starts: process {}, {}.",
                Startup.name(application),
                ProcessHandle.current().pid(),
                profiles.length == 0 ? "no profile" : "profiles " + String.join(", ", Arrays.asList(profiles)));
        check.accept(environment);
        Ports.check(environment);
        LOG.info("The data lie in {}.", ConfiguredDatabase.of(environment).check());
    }

    /** A setting without its dashes, or with a space for the equals sign, would silently do nothing. */
    private void refuseStrayArguments() {
        for (String argument : arguments) {
            if (!argument.startsWith("--")) {
                throw new InvalidSettingException(
                        "The argument \"" + argument + "\" is no setting.",
                        "Write settings as --name=value, without spaces: --server.port=8081. --help lists them.");
            }
        }
    }
}
