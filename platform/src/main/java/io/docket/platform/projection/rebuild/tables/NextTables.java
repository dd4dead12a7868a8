package io.docket.platform.projection.rebuild.tables;

import io.docket.platform.database.LongStatements;
import io.docket.platform.projection.TableRows;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** The tables that are being filled beside those that are read: of the same names, in a schema of their own. */
public interface NextTables {

    /** Those of a database. */
    static NextTables of(SQLDialect dialect, DataSource dataSource, LongStatements longStatements) {
        return dialect.family() == SQLDialect.POSTGRES
                ? new NextPostgresTables(dataSource, longStatements)
                : new NextH2Tables(dataSource);
    }

    /** Makes them, empty and without indexes; those that are there already are dropped. */
    void create(List<String> tables);

    /** Drops them. */
    void drop(List<String> tables);

    /**
     * Copies what the others have of all aggregates but those that are to be made. They have to stand still.
     *
     * @param begun run as soon as they may change again without any of it being copied
     */
    <V> void copy(List<TableRows<V>> tables, String rebuildId, Runnable begun);

    /** Until the end of the work, which belongs to one transaction, these tables are meant by their names. */
    void within(Runnable work);

    /** Until the end of the transaction the database takes the time that it needs. */
    void takeYourTime();

    /** Writes rows of a table. Only {@link #within}. */
    void write(TableRows<?> table, Stream<@Nullable Object[]> rows);

    /** Gives them the indexes and constraints that the others have, those that are still missing. */
    void index(List<String> tables);

    /**
     * Keeps everybody from the others until the end of the transaction. Waits for a moment only, and so does the transaction
     * for whatever else it locks.
     *
     * @throws org.springframework.dao.DataAccessException if somebody is at one of them for longer
     */
    void lock(List<String> tables);

    /**
     * Where the others cannot be replaced at once, brings them some of what is in these, a piece at a time, while they are
     * read and written. Belongs to a transaction that sees one moment of the database: what somebody has written since makes
     * it fail.
     *
     * @param afterId behind which id the piece begins; empty for the first one
     * @return where it ends; {@code null} if there is no more
     */
    <V> @Nullable String bringOver(List<TableRows<V>> tables, String afterId, Unsettled unsettled);

    /**
     * What is not brought over before the others stand still: of these aggregates the two may not have the same versions.
     *
     * @param after those with events behind that position
     * @param upTo and up to that one
     * @param heldUpBy and those that this projection holds up
     */
    record Unsettled(long after, long upTo, String heldUpBy) {}

    /**
     * Puts them, or what has not been brought over of what is in them, in the place of the others. Belongs to the
     * transaction that has locked these.
     */
    <V> void replace(List<TableRows<V>> tables, Unsettled unsettled);

    /**
     * Looks for the rows in which they are not what the others are.
     *
     * @param begun run as soon as the others may change again without any of it being seen
     */
    <V> List<TableDifference> differences(List<TableRows<V>> tables, Runnable begun);
}
