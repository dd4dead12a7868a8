package io.docket.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The body of a request, as the {@link ContractFilter} has read it. A parameter for which the contract requires no body is
 * {@code null} without one. A body that breaks a {@link BodyRule} is refused here, and so behind the answers to repeated
 * requests: a rule may be broken today that was kept when the request came first.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface CheckedBody {}
