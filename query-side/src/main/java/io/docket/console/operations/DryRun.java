package io.docket.console.operations;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The report of a dry run.
 *
 * @param position the last event that counted on both sides
 */
@JsonNaming(KebabCaseStrategy.class)
record DryRun(long position, List<Table> tables) {

    /**
     * How a table differs. A row that is different in both counts in each.
     *
     * @param onlyLive how many live rows the log does not make
     * @param onlyMade how many rows the log makes that are not live
     * @param objectIds some of the things that these rows belong to
     */
    @JsonNaming(KebabCaseStrategy.class)
    record Table(String table, long liveRows, long madeRows, long onlyLive, long onlyMade, List<String> objectIds) {}

    /** Whether the live tables are what the log makes of them. */
    public boolean foundNothing() {
        return tables.stream().allMatch(table -> table.onlyLive == 0 && table.onlyMade == 0);
    }
}
