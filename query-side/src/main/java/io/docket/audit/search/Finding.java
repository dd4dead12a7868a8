package io.docket.audit.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A record as a search prints it.
 *
 * @param place among all records
 * @param record what it is
 * @param time when it was; of refusals that are counted together, the first
 * @param type of the event, or the operation that was refused, or that read
 * @param kind of the thing that it is about
 * @param objectId the thing
 * @param actor who it was
 * @param client by which client
 * @param agentId the person who acted
 * @param correlationId of the request
 * @param customer whose thing it is
 * @param position of an event in the log
 * @param sequence of an event among those of its aggregate
 * @param refusal what was refused
 * @param asked how it was read: the query
 * @param exported whether all of it was read
 */
@JsonNaming(KebabCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        @JsonIgnore Cursor place,
        RecordKind record,
        Instant time,
        String type,
        @Nullable String kind,
        @Nullable String objectId,
        @Nullable String actor,
        @Nullable String client,
        @Nullable String agentId,
        @Nullable String correlationId,
        @Nullable String customer,
        @Nullable Long position,
        @Nullable Long sequence,
        @Nullable Refusal refusal,
        @Nullable String asked,
        @Nullable Boolean exported) {

    /**
     * What was refused.
     *
     * @param status of the answer
     * @param rule which rule it broke
     * @param request method and path, without the values in it
     * @param times how often, within a minute
     * @param lastTime when it was the last time
     */
    @JsonNaming(KebabCaseStrategy.class)
    public record Refusal(int status, String rule, String request, long times, Instant lastTime) {}
}
