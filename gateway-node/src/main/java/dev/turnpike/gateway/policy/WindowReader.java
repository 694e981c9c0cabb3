package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.clusterstate.Window;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads windows and durations: {@code minute}, {@code 900}, {@code "15m"}, {@code "1h30m"}. Whole seconds only. */
final class WindowReader {
    static final String EXPECTED =
            "second, minute, hour, day, week, month, a number of seconds, or a duration such as \"15m\"";
    private static final String DURATION_EXPECTED = "a duration such as \"30m\", up to 366 days";
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,3})w)?(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");
    private static final long[] SECONDS = {7 * 86_400L, 86_400, 3600, 60, 1};

    private WindowReader() {}

    static Optional<Window> window(Entry entry) {
        if (!entry.isPresent()) {
            return Optional.empty();
        }
        Optional<Window> window = window(entry.node());
        if (window.isEmpty()) {
            entry.problems().error(entry.pointer(), "is no window (expected: " + EXPECTED + ")");
        }
        return window;
    }

    static Optional<Window> window(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return ofSeconds(node.longValue());
        }
        return node.isTextual() ? window(node.textValue()) : Optional.empty();
    }

    static Optional<Window> window(String text) {
        for (Window.Calendar unit : Window.Calendar.values()) {
            if (unit.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(unit);
            }
        }
        return seconds(text).flatMap(WindowReader::ofSeconds);
    }

    static Optional<Duration> duration(Entry entry) {
        if (!entry.isPresent()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Optional.of(entry.node())
                .filter(JsonNode::isTextual)
                .flatMap(node -> seconds(node.textValue()))
                .filter(seconds -> seconds >= 1 && seconds <= Window.Seconds.MOST_SECONDS)
                .map(Duration::ofSeconds);
        if (duration.isEmpty()) {
            entry.problems().error(entry.pointer(), "is no duration (expected: " + DURATION_EXPECTED + ")");
        }
        return duration;
    }

    /** The calendar unit of the same windows where there is one, so that 60 and {@code minute} are not two counters. */
    private static Optional<Window> ofSeconds(long seconds) {
        for (Window.Calendar unit : Window.Calendar.values()) {
            if (unit.compareTo(Window.Calendar.DAY) <= 0 && unit.length().toSeconds() == seconds) {
                return Optional.of(unit);
            }
        }
        return seconds < 1 || seconds > Window.Seconds.MOST_SECONDS
                ? Optional.empty()
                : Optional.of(new Window.Seconds(seconds));
    }

    private static Optional<Long> seconds(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        long seconds = 0;
        for (int i = 0; i < SECONDS.length; i++) {
            String part = matcher.group(i + 1);
            seconds += part == null ? 0 : Long.parseLong(part) * SECONDS[i];
        }
        return Optional.of(seconds);
    }
}
