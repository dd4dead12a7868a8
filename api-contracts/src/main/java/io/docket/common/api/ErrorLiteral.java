package io.docket.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can be wrong with a field of a request. The literals are part of the contract. */
public enum ErrorLiteral {
    /** The field is missing, {@code null} or blank where it must have a value. */
    @JsonProperty("required")
    REQUIRED,
    /** The text is shorter than allowed. */
    @JsonProperty("min-length")
    MIN_LENGTH,
    /** The text, or the list, is longer than allowed. */
    @JsonProperty("max-length")
    MAX_LENGTH,
    /** The number or the time lies outside the allowed range. */
    @JsonProperty("out-of-range")
    OUT_OF_RANGE,
    /** The value is of the wrong type, or does not have the form that it must have. */
    @JsonProperty("invalid-format")
    INVALID_FORMAT,
    /** The value is none of the values that the contract enumerates. */
    @JsonProperty("unknown-enum")
    UNKNOWN_ENUM,
    /** The value is none of those that are allowed here and now. */
    @JsonProperty("not-on-list")
    NOT_ON_LIST,
    /** The check digit does not fit the other digits. */
    @JsonProperty("check-digit-invalid")
    CHECK_DIGIT_INVALID,
    /** The field needs another field beside it, or excludes one. */
    @JsonProperty("combination-required")
    COMBINATION_REQUIRED,
    /** The API has no such query parameter. */
    @JsonProperty("unknown-parameter")
    UNKNOWN_PARAMETER
}
