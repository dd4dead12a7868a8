package io.docket.audit.search;

import java.util.List;

/**
 * Answers {@link SearchAudit}.
 *
 * @param items the newest first
 * @param more whether there are others behind them
 */
public record Findings(List<Finding> items, boolean more) {

    public Findings {
        items = List.copyOf(items);
    }
}
