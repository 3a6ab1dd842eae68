import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: a table for people, JSON under {@code bench/results} for later. */
final class Report {
    private final Options options;
    private final Map<String, Object> head = new LinkedHashMap<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    Report(Options options) {
        this.options = options;
        head.put("date", options.date());
        head.put("kind", options.kind());
        head.put("cpus", Runtime.getRuntime().availableProcessors());
        head.put("rounds", options.rounds());
        head.put("seconds", options.seconds());
    }

    Report about(String name, Object value) {
        head.put(name, value);
        return this;
    }

    /** A row of names and values, in order; columns of a table are those of its first row. */
    void row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        rows.add(row);
    }

    void write(String suffix) throws IOException {
        print();
        StringBuilder json = new StringBuilder("{\n");
        head.forEach((name, value) ->
                json.append("  \"").append(name).append("\": ").append(value(value)).append(",\n"));
        json.append("  \"results\": [");
        String comma = "\n";
        for (Map<String, Object> row : rows) {
            json.append(comma).append("    {");
            String space = " ";
            for (Map.Entry<String, Object> one : row.entrySet()) {
                json.append(space).append('"').append(one.getKey()).append("\": ").append(value(one.getValue()));
                space = ", ";
            }
            json.append(" }");
            comma = ",\n";
        }
        json.append("\n  ]\n}\n");
        Path file = options.root().resolve("bench/results/" + options.date() + suffix + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        System.out.println("written: " + options.root().relativize(file));
    }

    private static String value(Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.3f" : "%.2f", number);
        }
        return value instanceof Number ? value.toString() : "\"" + value + "\"";
    }

    private void print() {
        List<String> columns = List.of();
        for (Map<String, Object> row : rows) {
            List<String> own = List.copyOf(row.keySet());
            if (!own.equals(columns)) {
                columns = own;
                System.out.println();
                for (String column : columns) {
                    System.out.printf("%-" + width(column) + "s", column);
                }
                System.out.println();
            }
            row.forEach((column, value) -> System.out.printf("%-" + width(column) + "s", value(value).replace("\"", "")));
            System.out.println();
        }
    }

    private static int width(String column) {
        return Math.max(18, column.length() + 2);
    }
}
