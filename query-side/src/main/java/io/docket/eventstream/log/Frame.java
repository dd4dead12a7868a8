package io.docket.eventstream.log;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * An event as it is sent, in either form: its line of JSON is a part of its Server-Sent Event.
 *
 * @param bytes the Server-Sent Event, with the empty line behind it
 * @param begin where the JSON begins
 */
@SuppressWarnings("ArrayRecordComponent")
public record Frame(byte[] bytes, int begin) {

    /** Adds the Server-Sent Event. */
    public void writeEvent(ByteArrayOutputStream out) {
        out.write(bytes, 0, bytes.length);
    }

    /** Adds the line of JSON; of the two line ends one. */
    public void writeLine(ByteArrayOutputStream out) {
        out.write(bytes, begin, bytes.length - begin - 1);
    }

    /** The JSON alone. */
    public byte[] json() {
        return Arrays.copyOfRange(bytes, begin, bytes.length - 2);
    }
}
