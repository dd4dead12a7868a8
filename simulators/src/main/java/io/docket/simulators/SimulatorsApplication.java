package io.docket.simulators;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulators as a process of their own. */
public final class SimulatorsApplication {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorsApplication.class);

    private static final Set<String> OPTIONS = Set.of("--address", "--port", "--data", "--key-store", "--trust-store");
    private static final String USAGE = """
            Options: --address=<where to listen, else on the loopback interface alone> --port=8090
                     --data=<file, else in memory>
                     --key-store=<PKCS #12> --trust-store=<PKCS #12>: HTTPS with certificates on both sides
            The stores' password: environment variable STORE_PASSWORD""";

    private SimulatorsApplication() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0 || !OPTIONS.contains(argument.substring(0, equals))) {
                throw new IllegalArgumentException(argument + "\n" + USAGE);
            }
            options.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.INFO);
        }
        String data = options.get("data");
        String address = options.get("address");
        Simulators simulators = Simulators.start(
                new InetSocketAddress(
                        address == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(address),
                        Integer.parseInt(options.getOrDefault("port", "8090"))),
                data == null ? null : Path.of(data),
                Clock.systemUTC(),
                certificates(options.get("key-store"), options.get("trust-store")));
        Runtime.getRuntime().addShutdownHook(new Thread(simulators::close));
        LOG.info("Simulators started on port {}", simulators.port());
    }

    private static @Nullable SSLContext certificates(@Nullable String keyStore, @Nullable String trustStore)
            throws IOException, GeneralSecurityException {
        if (keyStore == null || trustStore == null) {
            return null;
        }
        char[] password = System.getenv().getOrDefault("STORE_PASSWORD", "").toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(keyStore, password), password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(trustStore, password));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password);
        }
        return store;
    }
}
