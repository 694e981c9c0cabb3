package dev.turnpike.loadtest.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run can be told, as system properties: {@code -Dturnpike.rate=500}. */
enum Parameter {
    /** Calls a second. */
    RATE,
    /** How long the rate is kept, such as {@code 30s}, {@code 10m} or {@code 2h}. */
    DURATION,
    /** How long the rate rises before that, unreported. */
    WARMUP,
    /** How many grants call, where one is not the point. */
    GRANTS,
    /** What the tool {@code limited} admits for each grant. */
    LIMIT,
    /** How many nodes to start. */
    NODES,
    /** Where a running node or cluster takes calls; several, comma-separated, take turns. */
    URL,
    /** The token of a grant that is there. */
    TOKEN,
    /** A file of tokens, one a line. */
    TOKENS,
    /** A directory of documents that the running nodes watch. */
    RESOURCES,
    /** The most milliseconds that 99 of 100 answers may take. */
    P99;

    static final int MOST_GRANTS = 100_000;

    private static final String PREFIX = "turnpike.";
    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d{1,6})(s|m|h)");

    /** Refuses properties that nobody reads, because a misspelt one would be a run that was not asked for. */
    static void refuseUnknown() {
        List<String> known = Arrays.stream(values()).map(Parameter::property).toList();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(name + ": no such parameter; there are " + known);
                });
    }

    String property() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    Optional<String> text() {
        return Optional.ofNullable(System.getProperty(property()))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    int count(int fallback, int most) {
        return text().map(text -> count(text, most)).orElse(fallback);
    }

    Duration duration(Duration fallback, Duration least, Duration most) {
        return text().map(text -> duration(text, least, most)).orElse(fallback);
    }

    private int count(String text, int most) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw wrong(text, "a number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }

    private Duration duration(String text, Duration least, Duration most) {
        Matcher matcher = DURATION_TEXT.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        throw wrong(text, "a duration such as `30s`, from " + least.toSeconds() + "s to " + most.toHours() + "h");
    }

    IllegalArgumentException wrong(String text, String expected) {
        return new IllegalArgumentException(property() + ": `" + text + "` (expected: " + expected + ")");
    }
}
