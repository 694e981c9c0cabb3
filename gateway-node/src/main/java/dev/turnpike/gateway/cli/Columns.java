package dev.turnpike.gateway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of texts in columns. */
final class Columns {
    private Columns() {}

    /** Prints them; the first row is the head. */
    static void print(List<List<String>> rows, Colours colours, PrintWriter out) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = rows.get(row).get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            String text = line.toString().stripTrailing();
            out.println(row == 0 ? colours.dim(text) : text);
        }
    }
}
