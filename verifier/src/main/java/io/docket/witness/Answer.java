package io.docket.witness;

/** What a witness answers. */
record Answer(int status, String contentType, String body) {

    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer of(int status) {
        return new Answer(status, TEXT, "");
    }

    static Answer ok(String body) {
        return new Answer(200, TEXT, body);
    }

    /** The log is not where the request says. */
    static Answer conflict(long size) {
        return new Answer(409, "text/x.tlog.size", size + "\n");
    }
}
