package io.docket.platform.automation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks what has something done when events happen. Its event handlers only note tasks; they see each event once, and are
 * never replayed.
 */
@Component
@ProcessingGroup("")
@DisallowReplay
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Automation {

    /**
     * The group of handlers whose place in the log is kept together, by the name that the database keeps it under. The
     * framework knows it by this attribute's name.
     */
    @AliasFor(annotation = ProcessingGroup.class, attribute = "value")
    String processingGroup();
}
