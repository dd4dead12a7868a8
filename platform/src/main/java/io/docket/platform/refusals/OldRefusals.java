package io.docket.platform.refusals;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Deletes refusals that are too old; and where there are too many, the oldest of those clients that have the most: nobody
 * can wash away what others were refused by being refused a lot.
 */
final class OldRefusals {

    private static final int AT_ONCE = 5_000;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final RefusalSettings settings;

    OldRefusals(JdbcTemplate jdbc, Clock clock, RefusalSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    void delete() {
        delete("first_at < ?", clock.instant().minus(settings.keepFor()).atOffset(ZoneOffset.UTC));
        if (jdbc.queryForList(
                        "select refusal_id from refused_request order by first_at desc offset ? rows fetch next 1 rows only",
                        settings.keepAtMost())
                .isEmpty()) {
            return;
        }
        Map<String, Long> counts = new HashMap<>();
        jdbc.query("select client, count(*) from refused_request group by client", row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        long share = share(new ArrayList<>(counts.values()), settings.keepAtMost());
        counts.forEach((client, count) -> {
            if (count > share) {
                deleteBeyond(client, share);
            }
        });
    }

    /**
     * How many of each client are kept if there is room for so many: all of those who have few, and as many of each of the
     * others.
     *
     * @return at least 1
     */
    static long share(List<Long> counts, long room) {
        List<Long> fewestFirst = new ArrayList<>(counts);
        Collections.sort(fewestFirst);
        long left = room;
        for (int i = 0; i < fewestFirst.size(); i++) {
            long share = left / (fewestFirst.size() - i);
            if (fewestFirst.get(i) > share) {
                return Math.max(1, share);
            }
            left -= fewestFirst.get(i);
        }
        return Math.max(1, room);
    }

    /** Two processes that do so at a time delete the same. */
    private void deleteBeyond(String client, long kept) {
        jdbc.query(
                        "select first_at, refusal_id from refused_request where client = ? "
                                + "order by first_at desc, refusal_id desc offset ? rows fetch next 1 rows only",
                        (row, number) -> {
                            OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
                            return new Object[] {client, at, at, row.getString(2)};
                        },
                        client,
                        kept)
                .forEach(newest ->
                        delete("client = ? and (first_at < ? or (first_at = ? and refusal_id <= ?))", newest));
    }

    private void delete(String which, Object... parameters) {
        int deleted;
        do {
            deleted = jdbc.update(
                    "delete from refused_request where refusal_id in (select refusal_id from refused_request where "
                            + which + " order by first_at, refusal_id fetch first " + AT_ONCE + " rows only)",
                    parameters);
        } while (deleted == AT_ONCE);
    }
}
