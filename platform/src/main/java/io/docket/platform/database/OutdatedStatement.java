package io.docket.platform.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * A statement that PostgreSQL keeps prepared, of a table that has got a column since, as by the migration of a newer version.
 * In a transaction it fails once on each connection; then the driver prepares it anew. The connection stays: the pool would
 * take the state of that fault for a sign of a broken one, and all of them would be gone at the same moment.
 */
final class OutdatedStatement implements SQLExceptionOverride {

    /** Where in the server it is found. */
    private static final String ROUTINE = "RevalidateCachedQuery";

    static boolean isReasonOf(SQLException fault) {
        return fault instanceof PSQLException told
                && told.getServerErrorMessage() != null
                && ROUTINE.equals(told.getServerErrorMessage().getRoutine());
    }

    /** Not as it is spelled elsewhere: the interface has an {@code Override} of its own. */
    @java.lang.Override
    public Override adjudicate(SQLException fault) {
        return isReasonOf(fault) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
    }
}
