package io.docket.platform.projection.faults;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.UnavailableException;
import java.sql.SQLException;
import java.util.Arrays;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Sorts why an event could not be taken in: a fault that passes, or one of the event itself. */
final class Faults {

    private Faults() {}

    /**
     * Whether the event may well be taken in when it is tried again. It never is because of the event when the database,
     * the connection to it or the transaction failed, unless the database refused the values of the row.
     */
    static boolean isPassing(Throwable fault) {
        boolean ofTheDatabase = false;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BatchFailedException failed) {
                return failed.isPassing();
            }
            if (cause instanceof SQLException refused) {
                return !PassingFault.isOfTheRow(refused);
            }
            if (cause instanceof Error
                    || cause instanceof InterruptedException
                    || cause instanceof UnavailableException) {
                return true;
            }
            ofTheDatabase |= cause instanceof DataAccessException || cause instanceof TransactionException;
        }
        return ofTheDatabase;
    }

    /** What happened, and where, without the messages: they may hold what the event holds. */
    static String describe(Throwable fault) {
        if (fault instanceof BatchFailedException failed) {
            return String.valueOf(failed.getMessage());
        }
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String state = root instanceof SQLException refused ? " " + refused.getSQLState() : "";
        String place = Arrays.stream(root.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.docket."))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return root.getClass().getName() + state + place;
    }
}
