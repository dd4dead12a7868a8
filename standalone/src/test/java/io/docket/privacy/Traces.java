package io.docket.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;

/** Looks for values in all that a process keeps, in each form in which it may have written them. */
final class Traces {

    private final Set<String> forms = new LinkedHashSet<>();

    private Traces(List<String> values) {
        for (String value : values) {
            byte[] bytes = value.getBytes(UTF_8);
            forms.add(value);
            forms.add(value.toLowerCase(Locale.ROOT));
            forms.add(new String(bytes, ISO_8859_1));
            forms.add(URLEncoder.encode(value, UTF_8));
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            forms.add(HexFormat.of().formatHex(bytes));
        }
    }

    static Traces of(String... values) {
        return new Traces(List.of(values));
    }

    /** Where they are in a text. */
    List<String> in(String place, String content) {
        return forms.stream()
                .filter(content::contains)
                .map(form -> form + " in " + place)
                .toList();
    }

    /** Where they are in the rows of all tables, as a dump would have them. */
    List<String> in(DataSource dataSource) {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet all = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), "public", "%", new String[] {"TABLE", "BASE TABLE"})) {
                while (all.next()) {
                    tables.add(all.getString("TABLE_NAME"));
                }
            }
            if (tables.size() < 10) {
                throw new IllegalStateException("These are not all tables: " + tables);
            }
            for (String table : tables) {
                found.addAll(in(connection, table));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private List<String> in(Connection connection, String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    Object value = rows.getObject(column);
                    String content = value instanceof byte[] bytes
                            ? new String(bytes, UTF_8)
                            : String.valueOf(rows.getString(column));
                    found.addAll(in(table + "." + rows.getMetaData().getColumnName(column), content));
                }
            }
        }
        return found;
    }
}
