package io.docket.platform.privacy;

import java.util.Set;

/** Tells of one kind of aggregates which ones are not done with, and keep a person from being erased. */
public interface OpenBusiness {

    /** The type of the aggregates, as the log names it. */
    String aggregateType();

    /** The events after which nobody waits for an outcome any more, unless others follow. */
    Set<Class<?>> ends();

    /** Whether somebody still waits for the outcome of an aggregate. */
    boolean isOpen(String aggregateId);
}
