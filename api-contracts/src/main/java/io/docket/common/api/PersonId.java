package io.docket.common.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the component of a record that tells which person something concerns. */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface PersonId {

    /** What kind of person. */
    PersonKind value();

    /**
     * Whether it is the person whom the event is about, and the later events of its aggregate up to one that names another.
     * If not, it is one who is mentioned: a person concerned all the same, or an agent.
     */
    boolean main() default true;
}
