package io.docket.common.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a record that can hold what concerns a person: a name, an address, a number that stands for nobody
 * else, or free text. Of stored events it is encrypted under the key of that person.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface PersonalData {

    /** What is read in the place of a text whose person has been erased. Anything but a text is then {@code null}. */
    String ERASED = "[erased]";

    /** What is read in the place of a text by who is to see no personal data. Anything but a text is then {@code null}. */
    String MASKED = "[masked]";

    /**
     * The component of the same record that tells whom it concerns, marked with {@link PersonId}. By default, and where
     * that component is {@code null}, it concerns the person whom the event is about.
     */
    String of() default "";
}
