package io.docket.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Stands between a process and its database, and can go silent as a network does whose packets are dropped: what is sent
 * arrives nowhere, and nothing is closed. A connection that was silenced once stays so.
 */
final class SilentProxy implements AutoCloseable {

    /** What is lost on the connections that there are. */
    enum Loss {
        EVERYTHING,

        /** The database does what it is asked for, and nobody hears of it. */
        ANSWERS
    }

    /** So few that more than these are not even accepted by the operating system while nobody takes them up. */
    private static final int BACKLOG = 1;

    private final ServerSocket listener;
    private final int server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private volatile CountDownLatch open = new CountDownLatch(0);

    private SilentProxy(ServerSocket listener, int server) {
        this.listener = listener;
        this.server = server;
    }

    /** @param database where to; on this machine */
    static SilentProxy to(Database database) {
        try {
            var proxy = new SilentProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), port(database));
            start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database, by way of this proxy. */
    Database on(Database database) {
        return new Database(
                database.url().replace(":" + port(database) + "/", ":" + listener.getLocalPort() + "/"),
                database.user(),
                database.password());
    }

    private static int port(Database database) {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Silences the connections that there are; new ones work. */
    void silence(Loss loss) {
        links.forEach(link -> link.silence(loss));
    }

    /** Silences the connections that there are; new ones get no answer either until it is healed. */
    void silenceAll() {
        open = new CountDownLatch(1);
        silence(Loss.EVERYTHING);
    }

    /** New connections work. */
    void heal() {
        open.countDown();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.await();
                connect(client);
            } catch (IOException closed) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Link link;
        try {
            link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), server));
        } catch (IOException down) {
            client.close();
            return;
        }
        links.add(link);
        link.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        links.forEach(Link::close);
    }

    private final class Link {

        private final Socket client;
        private final Socket database;

        private volatile boolean requestsLost;
        private volatile boolean answersLost;

        Link(Socket client, Socket database) throws IOException {
            this.client = client;
            this.database = database;
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
        }

        void start() {
            SilentProxy.start(() -> pump(client, database, () -> requestsLost));
            SilentProxy.start(() -> pump(database, client, () -> answersLost));
        }

        void silence(Loss loss) {
            requestsLost = requestsLost || loss == Loss.EVERYTHING;
            answersLost = true;
        }

        /** That one side has closed the connection is lost like all that it says. */
        private void pump(Socket from, Socket to, BooleanSupplier lost) {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!lost.getAsBoolean()) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException closed) {
                // By one of the two sides, as if it had ended.
            }
            if (!lost.getAsBoolean()) {
                close();
                links.remove(this);
            }
        }

        void close() {
            try (client;
                    database) {
                links.remove(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
