package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/** A stream of all events that somebody asked for, and does not read. */
final class UnreadStream implements AutoCloseable {

    private static final int BUFFER = 4096;

    /** Whole, with the empty line behind it. */
    private static final Pattern EVENT = Pattern.compile("id: (\\d+)\nevent: [^\n]*\ndata: [^\n]*\n\n");

    private final Socket socket = new Socket();

    private UnreadStream() {}

    static UnreadStream open(DocketProcess process) {
        var opened = new UnreadStream();
        try {
            opened.socket.setReceiveBufferSize(BUFFER);
            opened.socket.connect(new InetSocketAddress(
                    process.address().getHost(), process.address().getPort()));
            String token = requireNonNull(process.client("analyst").token());
            // Without the chunks of HTTP 1.1: events come as they are.
            opened.socket
                    .getOutputStream()
                    .write(("GET /events HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what is there, to the end of the connection, and says which event was the last whole one. */
    long lastPosition() {
        var bytes = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(bytes);
        } catch (IOException e) {
            // The connection was not ended, but cut.
        }
        return EVENT.matcher(bytes.toString(ISO_8859_1))
                .results()
                .reduce((before, last) -> last)
                .map(event -> Long.valueOf(event.group(1)))
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
