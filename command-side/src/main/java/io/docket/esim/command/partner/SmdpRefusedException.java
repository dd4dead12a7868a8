package io.docket.esim.command.partner;

import java.util.Objects;

/** The SM-DP+ refuses a call for good. */
public final class SmdpRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String subjectCode;
    private final String reasonCode;

    /**
     * A refusal.
     *
     * @param subjectCode what it concerns (GSMA SGP.22, section 5.2.6.1)
     * @param reasonCode what it is (section 5.2.6.2)
     * @param message the same for a person, 1 to 500 characters
     */
    public SmdpRefusedException(String subjectCode, String reasonCode, String message) {
        super(message);
        this.subjectCode = subjectCode;
        this.reasonCode = reasonCode;
    }

    /** What it concerns: digits and dots. */
    public String subjectCode() {
        return subjectCode;
    }

    /** What it is: digits and dots. */
    public String reasonCode() {
        return reasonCode;
    }

    /** The message, which is always there; in the partner's words, which may hold what it was sent. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
