package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** One panel, drawn: lines over time, or the last figure. */
final class Chart {
    private static final List<String> COLOURS = List.of(
            "#3274d9", "#e0752d", "#56a64b", "#e02f44", "#a352cc", "#c7a000", "#1aa6a6", "#b877d9", "#7d8a99",
            "#964b00");
    private static final int MARGIN = 8;
    private static final int TITLE = 22;
    private static final int AXIS = 48;
    private static final int LEGEND_LINE = 13;
    private static final int MOST_IN_LEGEND = 8;
    private static final double LETTER = 5.6;

    private final StringBuilder svg = new StringBuilder();
    private final int width;
    private final int height;
    private final String unit;

    /** A line. */
    record Line(String name, JsonNode points) {}

    private Chart(int width, int height, String unit) {
        this.width = width;
        this.height = height;
        this.unit = unit;
    }

    /**
     * Lines over time.
     *
     * @param from in seconds since 1970
     */
    static String lines(String title, String unit, List<Line> lines, long from, long to, int width, int height) {
        Chart chart = new Chart(width, height, unit);
        chart.frame(title);
        chart.draw(lines, from, to);
        return chart.svg.toString();
    }

    /** The last point of the first line. */
    static String figure(String title, String unit, List<Line> lines, int width, int height) {
        Chart chart = new Chart(width, height, unit);
        chart.frame(title);
        String text = lines.isEmpty() ? "no data" : chart.text(last(lines.get(0)));
        chart.text(width / 2.0, height * 0.68, 26, "middle", "#202226", text);
        return chart.svg.toString();
    }

    private static double last(Line line) {
        return line.points().path(line.points().size() - 1).path(1).asDouble();
    }

    private void frame(String title) {
        svg.append("<rect width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#ffffff\" stroke=\"#d8d9da\"/>%n"
                .formatted(width, height));
        text(MARGIN, 15, 12, "start", "#202226", title);
    }

    private void draw(List<Line> lines, long from, long to) {
        int legend = LEGEND_LINE * ((Math.min(lines.size(), MOST_IN_LEGEND) + 1) / 2);
        int left = AXIS;
        int right = width - MARGIN;
        int bottom = height - legend - 24;
        double highest = lines.stream().flatMapToDouble(Chart::values).max().orElse(1);
        double lowest =
                Math.min(0, lines.stream().flatMapToDouble(Chart::values).min().orElse(0));
        double top = highest > lowest ? lowest + (highest - lowest) * 1.08 : lowest + 1;
        for (int i = 0; i <= 4; i++) {
            double value = lowest + (top - lowest) * i / 4;
            double y = bottom - (bottom - TITLE - 4.0) * i / 4;
            svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ececec\"/>%n"
                    .formatted(left, right, y, y));
            text(left - 4.0, y + 3, 9, "end", "#6e7277", text(value));
        }
        long span = Math.max(1, to - from);
        for (int i = 0; i <= 4; i++) {
            double x = left + (right - left) * i / 4.0;
            String anchor = i == 4 ? "end" : i == 0 ? "start" : "middle";
            text(x, bottom + 12.0, 9, anchor, "#6e7277", "%d:%02d".formatted(span * i / 4 / 60, span * i / 4 % 60));
        }
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder path = new StringBuilder();
            for (JsonNode point : lines.get(i).points()) {
                double value = point.path(1).asDouble();
                if (!Double.isFinite(value)) {
                    continue;
                }
                double x = left + (right - left) * (point.path(0).asDouble() - from) / span;
                double y = bottom - (bottom - TITLE - 4.0) * (value - lowest) / (top - lowest);
                path.append(path.isEmpty() ? "" : " ").append("%.1f,%.1f".formatted(x, y));
            }
            String colour = COLOURS.get(i % COLOURS.size());
            svg.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\"/>%n"
                    .formatted(path, colour));
            if (i < MOST_IN_LEGEND) {
                double x = MARGIN + i % 2 * (width / 2.0);
                double y = bottom + 26.0 + LEGEND_LINE * (i / 2);
                svg.append("<rect x=\"%.1f\" y=\"%.1f\" width=\"9\" height=\"3\" fill=\"%s\"/>%n"
                        .formatted(x, y - 4, colour));
                int most = (int) ((width / 2.0 - 24) / LETTER);
                String name = lines.get(i).name();
                text(x + 13, y, 10, "start", "#4b4f54", name.length() > most ? name.substring(0, most) : name);
            }
        }
        if (lines.isEmpty()) {
            text(width / 2.0, height / 2.0, 14, "middle", "#a0a4a8", "no data");
        }
    }

    private static DoubleStream values(Line line) {
        DoubleStream.Builder values = DoubleStream.builder();
        line.points().forEach(point -> values.add(point.path(1).asDouble()));
        return values.build().filter(Double::isFinite);
    }

    private String text(double value) {
        return switch (unit) {
            case "s" -> seconds(value);
            case "percentunit" -> number(value * 100) + " %";
            case "bytes" -> number(value / (1 << 20)) + " MiB";
            case "reqps" -> number(value) + "/s";
            default -> number(value);
        };
    }

    private static String seconds(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0 s";
        }
        return size < 0.001
                ? number(value * 1e6) + " µs"
                : size < 1 ? number(value * 1e3) + " ms" : number(value) + " s";
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private void text(double x, double y, int size, String anchor, String colour, String text) {
        svg.append("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n"
                .formatted(x, y, size, anchor, colour, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
