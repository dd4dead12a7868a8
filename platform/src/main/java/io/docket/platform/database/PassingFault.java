package io.docket.platform.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts the faults of the database: those that pass by themselves, those that a row is to blame for, and others. */
public final class PassingFault {

    /** Connection exceptions, insufficient resources, operator intervention, serialization failures and deadlocks. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "40");

    /** Lock not available, and transactions that the server ended since their client was silent or slow. */
    private static final Set<String> STATES = Set.of("55P03", "25P03", "25P04");

    /** H2: a lock time-out, a statement that was canceled or took too long, a database that is closed. */
    private static final Set<Integer> H2_CODES = Set.of(50200, 57014, 90098, 90121);

    /** The classes of SQL states that the values of a row are to blame for: data, constraints, program limits. */
    private static final Set<String> CLASSES_OF_THE_ROW = Set.of("22", "23", "54");

    /** What the pool says, and without a state, of a connection that broke a moment before. */
    private static final String CLOSED = "Connection is closed";

    private PassingFault() {}

    /** Whether a failure was caused by such a fault. */
    public static boolean causes(@Nullable Throwable failure) {
        return in(failure).isPresent();
    }

    /** The fault that caused a failure, if it is such a fault. */
    public static Optional<SQLException> in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException fault && passes(fault)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the database refused the values of a row. Whatever else it does not do is not the row's fault, whether it
     * passes by itself or not.
     */
    public static boolean isOfTheRow(SQLException fault) {
        String state = fault.getSQLState();
        return state != null && state.length() == 5 && CLASSES_OF_THE_ROW.contains(state.substring(0, 2));
    }

    /** What the database, its driver or its pool says of a failure, in one line. */
    public static String message(Throwable failure) {
        String message =
                String.valueOf(in(failure).<Throwable>map(fault -> fault).orElse(failure));
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && cause.getMessage() != null) {
                message = cause.getMessage();
            }
        }
        return message.lines().findFirst().orElse("");
    }

    private static boolean passes(SQLException fault) {
        String state = fault.getSQLState();
        return CLOSED.equals(fault.getMessage())
                || fault instanceof SQLTransientConnectionException
                || fault instanceof SQLRecoverableException
                || (state != null
                        && (STATES.contains(state) || (state.length() > 2 && CLASSES.contains(state.substring(0, 2)))))
                || H2_CODES.contains(fault.getErrorCode())
                || OutdatedStatement.isReasonOf(fault);
    }
}
