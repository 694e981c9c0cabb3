package dev.turnpike.gateway.metrics;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node exports, in the text format 0.0.4, taken apart. */
record Scrape(Map<String, Family> families) {
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * Metrics that are described together.
     *
     * @param series their names: of a histogram there are three
     * @param labels the values of each
     */
    record Family(String name, String type, String help, Set<String> series, Map<String, Set<String>> labels) {
        private void add(String sample) {
            Matcher parts = SAMPLE.matcher(sample);
            if (!parts.matches()) {
                throw new IllegalArgumentException("no sample: " + sample);
            }
            series.add(parts.group(1));
            Matcher label = LABEL.matcher(Optional.ofNullable(parts.group(2)).orElse(""));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new LinkedHashSet<>())
                        .add(label.group(2));
            }
        }
    }

    static Scrape of(String text) {
        Map<String, Family> families = new TreeMap<>();
        Family current = null;
        String help = "";
        for (String line : text.lines().toList()) {
            Matcher helps = HELP.matcher(line);
            Matcher types = TYPE.matcher(line);
            if (helps.matches()) {
                help = helps.group(2);
            } else if (types.matches()) {
                current = new Family(types.group(1), types.group(2), help, new LinkedHashSet<>(), new TreeMap<>());
                families.put(current.name(), current);
            } else if (current != null) {
                current.add(line);
            }
        }
        return new Scrape(families);
    }

    /** By the name of one of its series. */
    Optional<Family> having(String series) {
        return families.values().stream()
                .filter(family -> family.series().contains(series))
                .findFirst();
    }
}
