package io.docket.platform.settings;

import org.jspecify.annotations.Nullable;

/** Docket does not start with what an operator has set. */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * A reason not to start.
     *
     * @param problem what is wrong; without secrets
     * @param remedy what the operator can do about it
     */
    public InvalidSettingException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    InvalidSettingException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    /** What the operator can do about it. */
    public String remedy() {
        return remedy;
    }
}
