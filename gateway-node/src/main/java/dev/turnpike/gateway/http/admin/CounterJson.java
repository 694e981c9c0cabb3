package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one form of a counter outside. */
final class CounterJson {
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}s");

    private CounterJson() {}

    /** What it holds, in the policy's unit. */
    static ObjectNode of(Counting.Counted counted) {
        CounterReading reading = counted.reading();
        ObjectNode json = identity(reading.counter());
        json.put("held", Charge.units(reading.heldMicros()));
        counted.maxMicros().ifPresent(max -> json.put("max", Charge.units(max)));
        return json.put("windowStart", time(reading.windowStartMillis()))
                .put("windowEnd", time(reading.windowEndMillis()))
                .put("lost", reading.lost());
    }

    /** What tells it from others of its owner. */
    static ObjectNode identity(Counter counter) {
        ObjectNode json = ProblemReply.object().put("counter", counter.name());
        if (!counter.session().isEmpty()) {
            json.put("session", counter.session());
        }
        return json.put("window", window(counter.window()))
                .put("algorithm", algorithm(counter.algorithm()))
                .put("shadow", counter.shadow());
    }

    /** As policies may write it. */
    static String window(Window window) {
        return window instanceof Window.Calendar unit
                ? unit.name().toLowerCase(Locale.ROOT)
                : window.length().toSeconds() + "s";
    }

    /** The window that {@link #window(Window)} wrote; empty for any other text. */
    static Optional<Window> window(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Arrays.stream(Window.Calendar.values())
                    .filter(unit -> window(unit).equals(text))
                    .<Window>map(unit -> unit)
                    .findFirst();
        }
        long seconds = Long.parseLong(text.substring(0, text.length() - 1));
        return seconds > Window.Seconds.MOST_SECONDS ? Optional.empty() : Optional.of(new Window.Seconds(seconds));
    }

    static String algorithm(Algorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
