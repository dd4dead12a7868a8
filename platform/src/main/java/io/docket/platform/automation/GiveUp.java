package io.docket.platform.automation;

/** Brings to an end, by an event, what a task is about that is not to be done any more. */
@FunctionalInterface
public interface GiveUp<T> {

    /**
     * Ends it. May come twice.
     *
     * @param reason for the event
     * @param operator who decides it
     */
    void end(Task<T> task, String reason, String operator);
}
