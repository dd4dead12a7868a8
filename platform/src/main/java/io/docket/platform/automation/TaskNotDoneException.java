package io.docket.platform.automation;

/**
 * A task waits for something for too long, or a part of it cannot be done. It counts as failed, and is done again; operators
 * are told the message, which holds nothing personal, and the log says it in one line.
 */
public final class TaskNotDoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TaskNotDoneException(String message) {
        super(message);
    }
}
