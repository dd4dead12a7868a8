package io.docket.eventstream.receiver;

/**
 * What a receiver is sent.
 *
 * @param id always the same for the same event: who has had it already knows it by that; visible ASCII characters
 * @param body a CloudEvent as JSON
 */
@SuppressWarnings("ArrayRecordComponent")
public record Message(String id, byte[] body) {}
