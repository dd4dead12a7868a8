package io.docket.platform.paging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an endpoint's {@link io.docket.common.api.Paging} parameter is where the request does not say. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface DefaultPaging {

    /** Items on a page. */
    int size();

    /** The field to sort by. */
    String sortBy();

    /** Whether the smallest comes first. */
    boolean ascending();
}
