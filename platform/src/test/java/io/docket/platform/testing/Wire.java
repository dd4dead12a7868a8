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

/** The way to a server, with a port of its own, and with the faults that a network has. */
public final class Wire implements AutoCloseable {

    private static final int BUFFER_SIZE = 65_536;

    private final InetSocketAddress server;
    private final ServerSocket entrance;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    private volatile boolean cut;

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
        links.forEach(link -> link.silent = true);
        links.clear();
    }

    /** Breaks all connections, and lets no new ones through until it is {@link #mend mended}. */
    public void cut() {
        cut = true;
        links.forEach(Link::close);
        links.clear();
    }

    /** Lets connections through again. */
    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (cut) {
                    client.close();
                } else {
                    new Link(client, new Socket(server.getAddress(), server.getPort())).open();
                }
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    cut();
                    mend();
                }
            }
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
        links.forEach(Link::close);
    }

    private final class Link {

        private final Socket client;
        private final Socket server;

        private volatile boolean silent;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void open() throws IOException {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            links.add(this);
            start(() -> pass(client, server));
            start(() -> pass(server, client));
        }

        private void pass(Socket from, Socket to) {
            var buffer = new byte[BUFFER_SIZE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!silent) {
                        out.write(buffer, 0, count);
                        out.flush();
                    }
                }
            } catch (IOException e) {
                silent = false;
            }
            if (!silent) {
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
