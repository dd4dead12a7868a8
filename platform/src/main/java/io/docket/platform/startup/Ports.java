package io.docket.platform.startup;

import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The ports that a process is to listen on are free. */
final class Ports {

    private static final int DEFAULT = 8080;
    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** @throws InvalidSettingException if one is none, or cannot be listened on */
    static void check(Environment environment) {
        for (String server : List.of("server", "management.server")) {
            check(
                    server + ".port",
                    environment.getProperty(server + ".port", server.equals("server") ? String.valueOf(DEFAULT) : "0"),
                    environment.getProperty(server + ".address"));
        }
    }

    private static void check(String setting, String value, @Nullable String address) {
        int port = parse(setting, value);
        if (port <= 0) {
            return;
        }
        try (var probe = new ServerSocket()) {
            probe.bind(
                    address == null
                            ? new InetSocketAddress(port)
                            : new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (BindException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new InvalidSettingException(
                    taken
                            ? "Port " + port + " is in use by another process."
                            : "Port " + port + " cannot be listened on: " + e.getMessage() + ".",
                    (taken ? "End that process, or set " : "Set ") + setting + " to another port: --" + setting + "="
                            + (port % HIGHEST + 1) + ".");
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "Docket cannot listen on " + address + ": " + e.getMessage() + ".",
                    "Correct " + setting.replace(".port", ".address") + ", or leave it out.");
        }
    }

    private static int parse(String setting, String value) {
        try {
            int port = Integer.parseInt(value.strip());
            if (port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new InvalidSettingException(
                setting + " is \"" + value + "\", which is no port.", "Set it to a number from 1 to " + HIGHEST + ".");
    }
}
