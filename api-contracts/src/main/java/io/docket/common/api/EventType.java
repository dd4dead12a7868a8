package io.docket.common.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name and revision under which an event is stored and published.
 *
 * <p>The store never holds the name of a Java class: renaming or moving the class changes nothing in it. The name is
 * public and stays for ever; {@code docket.<context>.<what-happened>}, in kebab case. A change of the stored form that
 * today's record cannot read raises the revision and brings an upcaster.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /** The public name, such as {@code docket.case.complaint-registered}; unique among all events. */
    String value();

    /** The revision of the stored form, counted from 1. */
    int revision() default 1;
}
