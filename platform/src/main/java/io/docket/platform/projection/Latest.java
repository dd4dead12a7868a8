package io.docket.platform.projection;

import java.util.Optional;

/**
 * An aggregate as a projection has it, and how far the log was at that moment.
 *
 * @param found nothing, if the projection has nothing of it
 * @param last the sequence number of the aggregate's last event in the log; -1 if there is none
 */
public record Latest(Optional<?> found, long last) {}
