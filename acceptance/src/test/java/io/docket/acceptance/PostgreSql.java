package io.docket.acceptance;

/** One PostgreSQL server for all tests. Each asks for a database of its own. */
final class PostgreSql {

    private PostgreSql() {}

    static Database newDatabase() {
        return Running.SERVER.newDatabase();
    }

    /** A database that the role {@code docket} owns, with the roles of the two sides as an administrator makes them. */
    static Database newDatabaseWithRoles() {
        return Running.SERVER.newDatabaseWithRoles();
    }

    /** Started when first asked for; it ends with this process. */
    private static final class Running {

        static final PostgreSqlServer SERVER = PostgreSqlServer.start();
    }
}
