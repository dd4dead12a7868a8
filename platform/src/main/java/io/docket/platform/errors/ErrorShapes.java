package io.docket.platform.errors;

/** Says which API a path belongs to, as far as errors go. */
public interface ErrorShapes {

    /** The shape of the errors below a path; problem documents where the contract names no other. */
    ErrorShape of(String path);
}
