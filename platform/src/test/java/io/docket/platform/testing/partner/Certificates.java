package io.docket.platform.testing.partner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Fresh keys and certificates of a partner and of its client, who trust each other, and of a stranger whom neither
 * trusts.
 */
public final class Certificates {

    /** Of all the stores. */
    public static final String PASSWORD = "of-the-stores";

    private static final String PARTNER = "partner";
    private static final String CLIENT = "client";
    private static final String STRANGER = "stranger";

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** Makes them, with the JDK's own tool. */
    public static Certificates in(Path folder) {
        var certificates = new Certificates(folder);
        Map<String, Process> tools = new TreeMap<>();
        for (String owner : new String[] {PARTNER, CLIENT, STRANGER}) {
            tools.put(owner, certificates.generate(owner));
        }
        tools.values().forEach(Certificates::awaitEnd);
        certificates.trust(PARTNER);
        certificates.trust(CLIENT);
        certificates.trust(STRANGER);
        return certificates;
    }

    private Process generate(String owner) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            owner,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + owner,
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keyStore(owner).toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(Process tool) {
        try {
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void trust(String owner) {
        try {
            KeyStore trusting = KeyStore.getInstance("PKCS12");
            trusting.load(null, null);
            trusting.setCertificateEntry(owner, load(keyStore(owner)).getCertificate(owner));
            try (OutputStream out = Files.newOutputStream(trustStore(owner))) {
                trusting.store(out, PASSWORD.toCharArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private Path keyStore(String owner) {
        return folder.resolve(owner + ".p12").toAbsolutePath();
    }

    private Path trustStore(String owner) {
        return folder.resolve("trusts-" + owner + ".p12").toAbsolutePath();
    }

    /** The key of the partner, a PKCS #12 store. */
    public Path partnerKeyStore() {
        return keyStore(PARTNER);
    }

    /** Holds the certificate of the client. */
    public Path partnerTrustStore() {
        return trustStore(CLIENT);
    }

    /** The key of the client, a PKCS #12 store. */
    public Path clientKeyStore() {
        return keyStore(CLIENT);
    }

    /** The key of a stranger. */
    public Path strangerKeyStore() {
        return keyStore(STRANGER);
    }

    /** Holds the certificate of the partner. */
    public Path clientTrustStore() {
        return trustStore(PARTNER);
    }

    /** Holds the certificate of a stranger. */
    public Path strangerTrustStore() {
        return trustStore(STRANGER);
    }

    /** What the partner shows and trusts. */
    public SSLContext ofPartner() {
        return context(partnerKeyStore(), partnerTrustStore());
    }

    /** What the client shows and trusts. */
    public SSLContext ofClient() {
        return context(clientKeyStore(), clientTrustStore());
    }

    private static SSLContext context(Path shown, Path trusted) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(shown), PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trusted));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
