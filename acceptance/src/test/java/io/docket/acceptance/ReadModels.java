package io.docket.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The tables that projections write, and whether they are what the log makes of them. */
final class ReadModels {

    private static final Map<String, List<String>> TABLES = Map.of(
            "cases", List.of("case_history", "case_list", "case_word"),
            "card-orders", List.of("order_history", "order_list"),
            "esim-orders", List.of("esim_order_history"),
            "sales-leads", List.of("sales_lead_history"),
            "audit", List.of("audit_entry"),
            "erasures", List.of("erasure_history"));

    private ReadModels() {}

    static List<String> tables() {
        return TABLES.values().stream().flatMap(List::stream).sorted().toList();
    }

    /** Empties them: the next process that is started on the database makes them anew of the log. */
    static void empty(Database database) {
        List<String> statements = new ArrayList<>();
        TABLES.forEach((projection, tables) -> {
            tables.forEach(table -> statements.add("delete from " + table));
            statements.add("delete from projection_position where processor_name = '" + projection + "'");
        });
        database.execute(statements);
    }

    /** Notes every row in which a read model is not what the log makes of it, and every read model that is not listed here. */
    static void compare(Database live, Database folded, Problems problems) {
        live
                .query("select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_name <> 'flyway_schema_history'")
                .stream()
                .filter(table -> table.matches(".*_(history|list|word|entry)") && !tables().contains(table))
                .forEach(table -> problems.add("a read model that is not compared", table));
        for (String table : tables()) {
            Map<String, String> found = rows(live, table);
            Map<String, String> expected = rows(folded, table);
            if (expected.isEmpty() && !table.equals("erasure_history")) {
                problems.add("an empty read model", table);
            }
            difference(found, expected).forEach(row -> problems.add(table + " has what the log does not make", row));
            difference(expected, found).forEach(row -> problems.add(table + " lacks what the log makes", row));
        }
    }

    private static List<String> difference(Map<String, String> some, Map<String, String> others) {
        return some.entrySet().stream()
                .filter(row -> !others.containsKey(row.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** Digests of the rows, and what tells them from others. */
    private static Map<String, String> rows(Database database, String table) {
        Map<String, String> rows = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1000);
            try (ResultSet found = statement.executeQuery("select * from " + table)) {
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    List<String> values = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        values.add(found.getString(column));
                    }
                    String before = rows.put(digest(values), String.join(" ", values.subList(0, Math.min(5, columns))));
                    if (before != null) {
                        throw new IllegalStateException("The same row twice in " + table + ": " + before);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(table, e);
        }
        return rows;
    }

    private static String digest(List<String> values) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String value : values) {
                byte[] bytes = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                digest.update(String.valueOf(bytes.length).getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
