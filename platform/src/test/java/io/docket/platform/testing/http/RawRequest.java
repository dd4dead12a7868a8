package io.docket.platform.testing.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends what no HTTP library would let through, and reads whatever comes back. */
public final class RawRequest {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private RawRequest() {}

    /**
     * Sends a request and reads the answer to the end of the connection.
     *
     * @param request its bytes as ISO-8859-1; lines end with a carriage return and a line feed, and
     *     {@code Connection: close} is among its headers
     */
    public static Answer send(URI server, String request) {
        return send(server, server.getHost(), request);
    }

    /**
     * The same from a certain address.
     *
     * @param from an address of this machine
     */
    public static Answer send(URI server, String from, String request) {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return parse(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            throw new AssertionError("Not an HTTP answer: " + text);
        }
        List<String> head = text.substring(0, end).lines().toList();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        HttpHeaders parsed = HttpHeaders.of(headers, (name, value) -> true);
        String body = text.substring(end + END_OF_HEAD.length());
        boolean chunked = parsed.firstValue("Transfer-Encoding").orElse("").equals("chunked");
        return new Answer(
                Integer.parseInt(head.get(0).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
                parsed,
                chunked ? joined(body) : body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] joined(String chunks) {
        var whole = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int endOfSize = chunks.indexOf("\r\n", at);
            int size = Integer.parseInt(chunks.substring(at, endOfSize), 16);
            if (size == 0) {
                return whole.toByteArray();
            }
            int start = endOfSize + 2;
            whole.writeBytes(chunks.substring(start, start + size).getBytes(StandardCharsets.ISO_8859_1));
            at = start + size + 2;
        }
    }
}
