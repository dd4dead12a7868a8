package io.docket.simulators.http;

/** The caller gets no answer: its connection is closed. */
final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAnswer() {
        super("No answer", null, false, false);
    }
}
