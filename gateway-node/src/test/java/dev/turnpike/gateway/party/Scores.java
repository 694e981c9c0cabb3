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
        return score(check).passed() > 0 && score(check).failed() == 0;
    }

    List<String> failures() {
        return checks.keySet().stream()
                .filter(check -> score(check).failed() > 0)
                .sorted()
                .toList();
    }

    /**
     * The checks that are worse in another run than in this: passed less often, or failed more often. A check that one
     * of the runs did not come to neither passed nor failed there.
     */
    List<String> worseIn(Scores other) {
        return Stream.concat(checks.keySet().stream(), other.checks.keySet().stream())
                .distinct()
                .filter(check -> other.score(check).passed() < score(check).passed()
                        || other.score(check).failed() > score(check).failed())
                .sorted()
                .map(check -> check + ": " + score(check) + " -> " + other.score(check))
                .toList();
    }

    private Score score(String check) {
        return checks.getOrDefault(check, Score.ABSENT);
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
