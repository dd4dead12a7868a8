package io.docket.platform.privacy;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.UnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Wraps the keys of persons anew that another master key than the first one of the file has wrapped. It goes through the
 * persons by number, so that whatever others wrap meanwhile, a process whose file differs among them, each comes up once in
 * a round.
 */
@Component
class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private static final int AT_ONCE = 500;

    /** No more at a time: other things wait for this thread. */
    private static final int TIMES = 20;

    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private final JdbcTemplate jdbcTemplate;
    private final JdbcClient jdbc;
    private final MasterKeys masterKeys;

    private long reached = BEFORE_ALL;
    private long wrapped;
    private long broken;
    private long brokenBefore;

    KeyRotation(DataSource dataSource, MasterKeys masterKeys) {
        this.jdbcTemplate = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(jdbcTemplate);
        this.masterKeys = masterKeys;
    }

    @Scheduled(fixedDelayString = "PT5S")
    void rotate() {
        try {
            boolean mayBeMore = true;
            for (int times = 0; mayBeMore && times < TIMES; times++) {
                masterKeys.readAgain();
                mayBeMore = wrapSome(masterKeys.newest());
            }
        } catch (RuntimeException e) {
            if (!PassingFault.causes(e)) {
                throw e;
            }
            LOG.warn("Keys cannot be wrapped anew now: {}", PassingFault.message(e));
        }
    }

    private boolean wrapSome(String newest) {
        if (reached == BEFORE_ALL && areAllWrappedWith(newest)) {
            return false;
        }
        List<PersonRow> rows = jdbc.sql("select * from person where (master_key < :newest or master_key > :newest) "
                        + "and person_id > :reached order by person_id fetch first " + AT_ONCE + " rows only")
                .param("newest", newest)
                .param("reached", reached)
                .query(PersonRow.MAPPER)
                .list();
        if (rows.isEmpty()) {
            endRound(newest);
            return false;
        }
        List<Object[]> updates =
                rows.stream().flatMap(row -> update(row, newest).stream()).toList();
        jdbcTemplate.batchUpdate(
                "update person set wrapped_key = ?, master_key = ? where person_id = ? and master_key = ?", updates);
        reached = rows.get(rows.size() - 1).id();
        wrapped += updates.size();
        broken += rows.size() - updates.size();
        return true;
    }

    /** Looks at both ends of the index, however many persons there are. */
    private boolean areAllWrappedWith(String masterKey) {
        return jdbc.sql("select min(master_key), max(master_key) from person")
                .query((row, number) -> masterKey.equals(row.getString(1)) && masterKey.equals(row.getString(2)))
                .single();
    }

    private Optional<Object[]> update(PersonRow row, String newest) {
        byte[] key;
        try {
            key = row.unwrapped(masterKeys);
        } catch (UnavailableException e) {
            LOG.debug("A key is passed over", e);
            return Optional.empty();
        }
        return Optional.of(new Object[] {
            masterKeys.wrap(key, newest, PersonRow.whose(row.id())),
            newest,
            row.id(),
            Objects.requireNonNull(row.masterKey())
        });
    }

    private void endRound(String newest) {
        if (wrapped > 0) {
            LOG.info("{} keys are wrapped anew, with {}", wrapped, newest);
        }
        if (broken > 0 && broken != brokenBefore) {
            LOG.error("{} keys cannot be unwrapped, and so not be wrapped anew with {}", broken, newest);
        }
        brokenBefore = broken;
        reached = BEFORE_ALL;
        wrapped = 0;
        broken = 0;
    }
}
