package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Window;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code "10/minute"}, {@code "100/15m"}, {@code "5/60"}. */
final class RateText {
    private static final Pattern RATE = Pattern.compile("([0-9]{1,13}(?:\\.[0-9]{1,6})?)/([a-z0-9]{1,20})");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RateText() {}

    static Optional<Rate> parse(Entry entry) {
        Matcher matcher = RATE.matcher(entry.node().textValue());
        if (matcher.matches()) {
            OptionalLong max = Micros.of(new BigDecimal(matcher.group(1)));
            String name = matcher.group(2);
            Optional<Window> window = WindowReader.window(SECONDS.matcher(name).matches() ? name + "s" : name);
            if (max.isPresent() && window.isPresent()) {
                return Optional.of(new Rate(max.getAsLong(), window.get(), name));
            }
        }
        entry.problems()
                .error(
                        entry.pointer(),
                        "is no rate (expected: a number, `/` and a window, such as \"10/minute\" or \"100/15m\")");
        return Optional.empty();
    }
}
