package io.docket.platform.projection.faults;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.UnavailableException;
import java.sql.SQLException;
import java.util.Arrays;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.TypeMismatchDataAccessException;
import org.springframework.transaction.TransactionException;

/** Sorts why an event could not be taken in: a fault that passes, or one of the event itself. */
final class Faults {

    private Faults() {}

    /**
     * Whether the event may well be taken in when it is tried again. It never is because of the event when the database,
     * the connection to it or the transaction failed, unless the database refused the values of the row, or was asked what
     * could not be asked. It is when the event leads to what nothing else makes happen, however often it is tried.
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
            if (isOfNothingElse(cause)) {
                return false;
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

    /** Whether no outage leads to that: not of the database, nor of the keys, nor of a disk or of memory. */
    private static boolean isOfNothingElse(Throwable cause) {
        return cause instanceof StackOverflowError
                || cause instanceof AssertionError
                || cause instanceof IncorrectResultSizeDataAccessException
                || cause instanceof InvalidDataAccessApiUsageException
                || cause instanceof TypeMismatchDataAccessException;
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
