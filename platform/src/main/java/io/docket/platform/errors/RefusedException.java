package io.docket.platform.errors;

import io.docket.common.api.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** A refusal on its way to the client; nothing has changed. It crosses the command bus with its {@link Refusal}. */
public final class RefusedException extends CommandExecutionException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.detail(), null, refusal);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
