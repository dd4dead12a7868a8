package io.docket.platform.projection.rebuild.tables;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a table that was made anew differs from the live one. A row that is different in both counts in each.
 *
 * @param liveRows how many rows the live table has
 * @param madeRows how many were made of the log
 * @param onlyLive how many of the live rows were not made
 * @param onlyMade how many of those that were made are not live
 * @param objectIds what they belong to; no more than {@value Differences#MOST_IDS}
 */
@JsonNaming(KebabCaseStrategy.class)
public record TableDifference(
        String table, long liveRows, long madeRows, long onlyLive, long onlyMade, List<String> objectIds) {

    public TableDifference {
        objectIds = List.copyOf(objectIds);
    }
}
