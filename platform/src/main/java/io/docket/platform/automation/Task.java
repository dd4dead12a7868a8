package io.docket.platform.automation;

/**
 * What a queue has to do.
 *
 * @param id tells it from the other tasks of its queue; up to 100 characters
 * @param data what it is about: a record, kept as JSON
 * @param correlationId of the request at its origin
 */
public record Task<T>(String id, T data, String correlationId) {}
