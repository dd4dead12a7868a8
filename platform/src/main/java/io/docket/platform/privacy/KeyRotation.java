package io.docket.platform.privacy;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.UnavailableException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Wraps the keys of persons anew that another master key than the first one of the file has wrapped. */
@Component
class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final MasterKeys masterKeys;

    KeyRotation(JdbcClient jdbc, MasterKeys masterKeys) {
        this.jdbc = jdbc;
        this.masterKeys = masterKeys;
    }

    @Scheduled(fixedDelayString = "PT5S")
    void rotate() {
        try {
            masterKeys.readAgain();
            long wrapped = 0;
            for (int some = rewrapSome(); some > 0; some = rewrapSome()) {
                wrapped += some;
            }
            if (wrapped > 0) {
                LOG.info("{} keys are wrapped anew, all with {} now", wrapped, masterKeys.newest());
            }
        } catch (RuntimeException e) {
            if (!PassingFault.causes(e) && !(e instanceof UnavailableException)) {
                throw e;
            }
            LOG.warn("Keys cannot be wrapped anew now: {}", PassingFault.message(e));
        }
    }

    private int rewrapSome() {
        String newest = masterKeys.newest();
        List<PersonRow> rows = jdbc.sql("select * from person where master_key < :newest or master_key > :newest "
                        + "fetch first " + AT_ONCE + " rows only")
                .param("newest", newest)
                .query(PersonRow.MAPPER)
                .list();
        for (PersonRow row : rows) {
            byte[] wrapped = masterKeys.wrap(row.unwrapped(masterKeys), newest, PersonRow.whose(row.id()));
            jdbc.sql("update person set wrapped_key = ?, master_key = ? where person_id = ? and master_key = ?")
                    .params(wrapped, newest, row.id(), Objects.requireNonNull(row.masterKey()))
                    .update();
        }
        return rows.size();
    }
}
