package dev.turnpike.gateway.http.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Counter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A place in the list of an owner's counters; it stays where it is when others come and go. */
record CounterCursor(Counter counter) {
    /** In no name. */
    private static final String BETWEEN = "\n";

    private static final int PARTS = 5;

    /** The place that {@link #text} wrote; empty for any other text. */
    static Optional<CounterCursor> parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(BETWEEN, -1);
            return parts.length == PARTS ? parse(parts) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<CounterCursor> parse(String[] parts) {
        Optional<Algorithm> algorithm = Arrays.stream(Algorithm.values())
                .filter(each -> CounterJson.algorithm(each).equals(parts[3]))
                .findFirst();
        return CounterJson.window(parts[2])
                .flatMap(window -> algorithm.map(known -> new CounterCursor(
                        new Counter(parts[1], parts[0], window, known, Boolean.parseBoolean(parts[4])))));
    }

    /** Opaque, fit for a URL. */
    String text() {
        String parts = String.join(
                BETWEEN,
                counter.session(),
                counter.name(),
                CounterJson.window(counter.window()),
                CounterJson.algorithm(counter.algorithm()),
                Boolean.toString(counter.shadow()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parts.getBytes(UTF_8));
    }
}
