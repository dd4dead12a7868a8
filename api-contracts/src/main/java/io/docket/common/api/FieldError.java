package io.docket.common.api;

/**
 * One invalid field of a request.
 *
 * @param tag the field as the client spells it; nested fields are joined by a dot, and of a list
 *     the place stands behind it, counted from 0, such as {@code subscriptions[1].id}
 * @param error what is wrong with it
 * @param message the same for a person to read; never repeats the value that was sent
 */
public record FieldError(String tag, ErrorLiteral error, String message) {}
