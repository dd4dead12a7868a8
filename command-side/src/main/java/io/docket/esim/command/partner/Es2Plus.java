package io.docket.esim.command.partner;

/** What both directions of ES2+ have in common (SGP.22, section 6.5). */
final class Es2Plus {

    static final String PROTOCOL_HEADER = "X-Admin-Protocol";
    static final String PROTOCOL = "gsma/rsp/v2.2.0";

    private Es2Plus() {}
}
