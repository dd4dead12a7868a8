package io.docket.audit.search;

import io.docket.common.api.Literal;

/** What is on record. */
public enum RecordKind implements Literal {
    /** Something has happened. */
    EVENT("event"),
    /** Something was refused. */
    REFUSAL("refusal"),
    /** Something was read through the audit API. */
    READ("read"),
    /** An operator has done something. */
    ACTION("action");

    private final String literal;

    RecordKind(String literal) {
        this.literal = literal;
    }

    @Override
    public String literal() {
        return literal;
    }
}
