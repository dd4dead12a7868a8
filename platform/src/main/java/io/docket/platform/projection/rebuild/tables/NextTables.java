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

    /** Writes rows of a table. Only {@link #within}. */
    void write(TableRows<?> table, Stream<@Nullable Object[]> rows);

    /** Gives them the indexes and constraints that the others have, those that are still missing. */
    void index(List<String> tables);

    /** Puts them, or what is in them, in the place of the others. Belongs to a transaction. */
    void replace(List<String> tables);

    /**
     * Looks for the rows in which they are not what the others are.
     *
     * @param begun run as soon as the others may change again without any of it being seen
     */
    <V> List<TableDifference> differences(List<TableRows<V>> tables, Runnable begun);
}
