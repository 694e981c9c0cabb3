package dev.turnpike.gateway.cli.scan;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * What was found out about one tool.
 *
 * @param signals everything that speaks for some risk, at least one
 * @param choice the argument that decides whether a call is destructive; empty if all or none are
 * @param amount the required numeric argument that says how much money moves
 */
record Finding(Tool tool, List<Signal> signals, Optional<Choice> choice, Optional<String> amount) {
    /** Where a signal comes from. */
    enum Source {
        NAME,
        SCHEMA,
        HINT,
        NOTHING
    }

    /** One reason for a risk; {@code reason} is safe to print, one line. */
    record Signal(Risk risk, Source source, String reason) {}

    /** An argument with a fixed set of values, some of which destroy. */
    record Choice(String argument, List<String> destructive, List<String> others) {
        Choice {
            destructive = List.copyOf(destructive);
            others = List.copyOf(others);
        }
    }

    Finding {
        signals = List.copyOf(signals);
    }

    Risk risk() {
        return signals.stream().map(Signal::risk).reduce(Risk.READ, Risk::atLeast);
    }

    /** Why it has its risk, for people. */
    String reason() {
        return signals.stream()
                .filter(signal -> signal.risk() == risk())
                .map(Signal::reason)
                .distinct()
                .collect(joining("; "));
    }

    /** Whether the source alone would give the tool this risk. */
    boolean says(Source source, Risk risk) {
        return signals.stream().anyMatch(signal -> signal.source() == source && signal.risk() == risk);
    }
}
