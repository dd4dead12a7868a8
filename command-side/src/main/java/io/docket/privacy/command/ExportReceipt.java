package io.docket.privacy.command;

/**
 * What an export holds, which the log tells then and later.
 *
 * @param personId whose data it has
 * @param upTo the last position of the log that counts
 */
public record ExportReceipt(long personId, long upTo) {}
