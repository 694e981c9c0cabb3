package dev.turnpike.gateway.party;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What a run of the conformance suite found.
 *
 * @param checks by {@code scenario/check}
 * @param output what the suite printed
 */
record Scores(Map<String, Score> checks, String output) {

    Scores {
        checks = Map.copyOf(checks);
    }

    int passed() {
        return sum(Score::passed);
    }

    int failed() {
        return sum(Score::failed);
    }

    boolean passes(String check) {
        Score score = checks.getOrDefault(check, Score.ABSENT);
        return score.passed() > 0 && score.failed() == 0;
    }

    /** The checks that are worse in another run than in this: passed less often, failed more often, or absent. */
    List<String> worseIn(Scores other) {
        return checks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(check -> {
                    Score there = other.checks.getOrDefault(check.getKey(), Score.ABSENT);
                    boolean worse = there.passed() < check.getValue().passed()
                            || there.failed() > check.getValue().failed();
                    return worse ? Stream.of(check.getKey() + ": " + check.getValue() + " -> " + there) : Stream.of();
                })
                .toList();
    }

    private int sum(ToIntFunction<Score> count) {
        return checks.values().stream().mapToInt(count).sum();
    }

    /** Passed and failed as the suite counts them. */
    @Override
    public String toString() {
        return passed() + "/" + failed();
    }

    /** How often one check passed and failed in a run; a scenario can make it several times. */
    record Score(int passed, int failed, String message) {
        static final Score ABSENT = new Score(0, 0, "absent");

        static Score of(JsonNode check) {
            String status = check.path("status").asText();
            int failed = status.equals("FAILURE") ? 1 : 0;
            return new Score(
                    status.equals("SUCCESS") ? 1 : 0,
                    failed,
                    check.path("errorMessage").asText());
        }

        Score plus(Score other) {
            return new Score(passed + other.passed, failed + other.failed, (message + " " + other.message).strip());
        }

        @Override
        public String toString() {
            return passed + "/" + failed + (message.isEmpty() ? "" : " (" + message + ")");
        }
    }
}
