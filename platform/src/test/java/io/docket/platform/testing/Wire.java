package io.docket.platform.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** The way to a server, with a port of its own, and with the faults that a network has. */
public final class Wire implements AutoCloseable {

    private static final int BUFFER_SIZE = 65_536;

    private final InetSocketAddress server;
    private final ServerSocket entrance;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private volatile boolean cut;
    private volatile CountDownLatch open = new CountDownLatch(0);

    private Wire(InetSocketAddress server, ServerSocket entrance) {
        this.server = server;
        this.entrance = entrance;
    }

    /** A way to a port of this machine. */
    public static Wire to(int port) {
        try {
            InetAddress here = InetAddress.getLoopbackAddress();
            var wire = new Wire(new InetSocketAddress(here, port), new ServerSocket(0, BUFFER_SIZE, here));
            start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that leads to the server. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing comes through on the connections that there are, and none is closed. New ones work. */
    public void silence() {
        links.forEach(link -> {
            link.requestsLost = true;
            link.answersLost = true;
        });
    }

    /** Silences the connections that there are, and lets new ones wait until it is {@link #mend mended}. */
    public void silenceNewOnesToo() {
        open = new CountDownLatch(1);
        silence();
    }

    /** From now on the server is told what to do on the connections that there are, and nobody hears of it. */
    public void loseAnswers() {
        links.forEach(link -> link.answersLost = true);
    }

    /** Breaks all connections, and lets no new ones through until it is {@link #mend mended}. */
    public void cut() {
        cut = true;
        links.forEach(Link::close);
    }

    /** Lets connections through again; those that were silenced stay so. */
    public void mend() {
        cut = false;
        open.countDown();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.await();
                connect(client);
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (cut) {
            client.close();
            return;
        }
        try {
            new Link(client, new Socket(server.getAddress(), server.getPort())).open();
        } catch (IOException down) {
            client.close();
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.countDown();
        links.forEach(Link::close);
    }

    private final class Link {

        private final Socket client;
        private final Socket server;

        private volatile boolean requestsLost;
        private volatile boolean answersLost;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void open() throws IOException {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            links.add(this);
            start(() -> pass(client, server, () -> requestsLost));
            start(() -> pass(server, client, () -> answersLost));
        }

        /** That a side has closed the connection is lost like all else that it says. */
        private void pass(Socket from, Socket to, BooleanSupplier lost) {
            var buffer = new byte[BUFFER_SIZE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!lost.getAsBoolean()) {
                        out.write(buffer, 0, count);
                        out.flush();
                    }
                }
            } catch (IOException e) {
                // One of the sides is gone.
            }
            if (!lost.getAsBoolean()) {
                close();
            }
        }

        void close() {
            links.remove(this);
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
