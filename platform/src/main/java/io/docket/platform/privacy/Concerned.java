package io.docket.platform.privacy;

/**
 * A person who has to do with an event.
 *
 * @param person who
 * @param isNamed whether the event names the person, whose data its aggregate therefore holds
 * @param isMain whether the event and those behind it are about the person
 */
public record Concerned(Person person, boolean isNamed, boolean isMain) {}
