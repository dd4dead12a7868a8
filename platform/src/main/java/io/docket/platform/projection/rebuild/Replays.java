package io.docket.platform.projection.rebuild;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What operators have made anew. */
@Component
public final class Replays {

    private final Rebuilds rebuilds;
    private final RebuildRecords work;
    private final ReplayRecords records;

    Replays(Rebuilds rebuilds, RebuildRecords work, ReplayRecords records) {
        this.rebuilds = rebuilds;
        this.work = work;
        this.records = records;
    }

    /** Whether a read model can be made anew; automations are none, so that nobody outside is called again. */
    public boolean isReplayable(String projection) {
        return rebuilds.projections().containsKey(projection);
    }

    /** Has all of a read model made anew, as {@link #startFrom} says. */
    public void start(String id, String projection, boolean dryRun, String requestedBy) {
        startFrom(null, id, projection, dryRun, requestedBy);
    }

    /**
     * Has a read model made anew, while the live one goes on being read and written; soon, by one of the processes. Belongs
     * to the transaction of the calling thread, if it has one.
     *
     * @param from the position of the first event that counts: of what has had no event since, the rows stay as they are;
     *     {@code null} for all of it
     * @param id of the replay, which nobody else has
     * @param dryRun whether it is only compared with the live one
     * @throws IllegalArgumentException if it is none that can be made anew
     * @throws org.springframework.dao.DuplicateKeyException if that is under way
     */
    public void startFrom(@Nullable Long from, String id, String projection, boolean dryRun, String requestedBy) {
        rebuilds.start(new RebuildRecords.Wanted(projection, id, dryRun, from), requestedBy);
    }

    /**
     * Has it given up: the read model stays as it is.
     *
     * @return whether it has not ended yet
     */
    public boolean cancel(String id) {
        boolean canceled = work.cancel(id);
        rebuilds.lookSoon();
        return canceled;
    }

    public Optional<Replay> find(String id) {
        return records.find(id);
    }

    /** All of them, the latest first. */
    public Page<Replay> page(Paging paging) {
        return records.page(paging);
    }
}
