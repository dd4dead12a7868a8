package io.docket.platform.startup;

import io.docket.platform.settings.InvalidSettingException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** What an application that is one of several does not make for itself, and so has to be told. */
public final class RequiredSettings {

    private static final String DATABASE = "spring.datasource.url";

    private static final List<String> OF_EACH_SIDE = List.of(
            DATABASE,
            "spring.security.oauth2.resourceserver.jwt.issuer-uri",
            // The keys of persons are wrapped with the same ones by all processes.
            "docket.privacy.master-keys");

    private RequiredSettings() {}

    /**
     * Holds that all is set that a side needs.
     *
     * @param ofThisSide what it needs beside what both do
     * @throws InvalidSettingException naming all that is not set, or a database that processes cannot share
     */
    public static void check(Environment environment, List<String> ofThisSide) {
        String missing = Stream.concat(OF_EACH_SIDE.stream(), ofThisSide.stream())
                .filter(setting -> environment.getProperty(setting, "").isBlank())
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new InvalidSettingException(
                    "Not set: " + missing + ".", "Set them; docs/reference/configuration.md tells what each is.");
        }
        if (!environment.getRequiredProperty(DATABASE).startsWith("jdbc:postgresql:")) {
            throw new InvalidSettingException(
                    DATABASE + " is no address of PostgreSQL: the sides are processes of their own, and share the log.",
                    "Set it to jdbc:postgresql://host/database (SPRING_DATASOURCE_URL).");
        }
    }
}
