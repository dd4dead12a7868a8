package io.docket.esim.command;

import java.util.Arrays;

/** What the SM-DP+ is asked for. */
enum SmdpFunction {
    DOWNLOAD_ORDER("downloadOrder"),
    CONFIRM_ORDER("confirmOrder"),
    CANCEL_ORDER("cancelOrder");

    private final String literal;

    SmdpFunction(String literal) {
        this.literal = literal;
    }

    /** Its name in ES2+. */
    String literal() {
        return literal;
    }

    static SmdpFunction of(String literal) {
        return Arrays.stream(values())
                .filter(function -> function.literal.equals(literal))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("Not a function of the SM-DP+: " + literal));
    }
}
