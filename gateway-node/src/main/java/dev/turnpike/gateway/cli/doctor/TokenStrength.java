package dev.turnpike.gateway.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a token looks as if people had thought of it. What is random passes, but for one in very many. */
final class TokenStrength {
    /** Words of those who write examples, and of those who are in a hurry. */
    private static final List<String> WORDS = List.of(
            "changeme",
            "change-me",
            "change_me",
            "password",
            "passwort",
            "secret",
            "example",
            "sample",
            "default",
            "letmein",
            "qwerty",
            "12345",
            "abcdef",
            "insecure",
            "test-token",
            "demo-token",
            "admin-admin");

    private static final int FEWEST_CHARACTERS = 12;
    /** Of information, as the frequency of its own characters tells; random ones of 32 characters have 125 and more. */
    private static final double LEAST_BITS = 100;

    private TokenStrength() {}

    /** Why it is weak; empty if it does not look so. Shows no part of it. */
    static Optional<String> weakness(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        if (WORDS.stream().anyMatch(lower::contains)) {
            return Optional.of("has a word that examples have");
        }
        if (isRepeated(token)) {
            return Optional.of("repeats itself");
        }
        return token.chars().distinct().count() < FEWEST_CHARACTERS || bits(token) < LEAST_BITS
                ? Optional.of("has too few different characters to be random")
                : Optional.empty();
    }

    /** Whether a short part of it comes three times or more, one after the other. */
    private static boolean isRepeated(String token) {
        for (int period = 1; period <= token.length() / 4; period++) {
            int same = 0;
            for (int i = period; i < token.length(); i++) {
                same = token.charAt(i) == token.charAt(i - period) ? same + 1 : 0;
                if (same >= Math.max(8, 2 * period)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double bits(String token) {
        Map<Integer, Long> counts =
                token.chars().boxed().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        double length = token.length();
        return counts.values().stream()
                .mapToDouble(count -> count * Math.log(length / count) / Math.log(2))
                .sum();
    }
}
