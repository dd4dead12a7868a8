package io.docket.platform.startup;

import java.util.regex.Pattern;

/** What {@code --help} answers. */
final class Help {

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");

    private Help() {}

    static String of(Class<?> application, Settings settings) {
        var help = new StringBuilder("""
                %s

                java -jar <this file> [--name=value ...]

                --help and --version print and end. Every setting can be an argument (--docket.data=/a/folder), an
                environment variable (DOCKET_DATA=/a/folder), or stand in application.yml in the folder that this is
                started in. Those most often set beside ours:

                  --server.port  the port, 8080 if not set
                  --spring.profiles.active=postgres, --spring.datasource.url, .username, .password
                      events and read models on PostgreSQL
                  --spring.security.oauth2.resourceserver.jwt.issuer-uri
                      whose tokens are accepted

                Settings:

                """.formatted(Startup.name(application)));
        for (Setting setting : settings.all()) {
            help.append("  --").append(setting.name()).append('\n');
            if (setting.description() != null) {
                help.append("      ")
                        .append(INLINE_TAG.matcher(setting.description()).replaceAll("$1"))
                        .append('\n');
            }
        }
        return help.toString();
    }
}
