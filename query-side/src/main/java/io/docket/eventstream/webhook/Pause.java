package io.docket.eventstream.webhook;

/** Why nothing is sent. */
public enum Pause {
    /** The client has said so. */
    CLIENT,
    /** An operator has. */
    OPERATOR,
    /** The receiver has taken nothing for three days. */
    FAILING,
    /** The receiver has said that it is there no more. */
    GONE
}
