package io.docket.platform.idempotency;

import io.docket.platform.database.TimeLimits;
import io.docket.platform.recordedlog.Effect;
import io.docket.platform.recordedlog.EffectWriter;
import java.time.OffsetDateTime;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** An answer that went into the log of record with its events, for when the record of its request lacks it. */
@Component
final class KeptAnswer implements EffectWriter {

    private static final String NAME = "answer";

    /** An answer with the attempt that made it, which tells the request: who sent it is not repeated in the log of record. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Data(String attempt, int status, Map<String, String> headers, byte[] body) {}

    static Effect of(IdempotencyClaim claim, Answer answer) {
        var data = new Data(claim.attempt(), answer.status(), answer.headers(), answer.body());
        return new Effect(NAME, JsonMapper.shared().writeValueAsString(data));
    }

    @Override
    public String effect() {
        return NAME;
    }

    /**
     * Of a request that is not on record any more, or not yet again, nothing is kept. It is looked for by when it came: of
     * requests there are many.
     */
    @Override
    public void write(JdbcClient jdbc, long position, String data) {
        Data kept = JsonMapper.shared().readValue(data, Data.class);
        OffsetDateTime appended = jdbc.sql("select time_stamp from domain_event where global_index = ?")
                .param(position)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class))
                .single();
        jdbc.sql("update idempotency_record set status = ?, headers = ?, body = ?, position = ? "
                        + "where started_at between ? and ? and attempt = ? and status is null")
                .params(
                        kept.status,
                        JsonMapper.shared().writeValueAsString(kept.headers),
                        kept.body,
                        position,
                        appended.minus(TimeLimits.LEASE),
                        appended.plus(TimeLimits.LEASE),
                        kept.attempt)
                .update();
    }
}
