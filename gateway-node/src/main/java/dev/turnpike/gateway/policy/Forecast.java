package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may come of a call of which only the names of the arguments are known. The questions that need values come one
 * after the other; the first that is answered with yes settles the call, and if none is, the end does.
 *
 * @param forks in the order of judgement
 * @param end the answer if no fork settles it
 * @param rule JSON Pointer of the rule that gives that answer, or a name in parentheses
 */
public record Forecast(List<Fork> forks, Answer end, String rule) {
    /** What a policy says of a call, limits aside. */
    public enum Answer {
        ALLOW,
        ASK,
        DENY,
        HIDE
    }

    /**
     * A question that needs a value.
     *
     * @param question the same in every policy that asks for the same
     * @param rule JSON Pointer of the rule
     * @param answer if it settles the call
     */
    public record Fork(Question question, String rule, Answer answer) {}

    /** What is asked of the arguments. */
    public record Question(boolean required, String path, String operator, JsonNode operand) {}

    /** What two policies say of one call. */
    public record Pair(Answer one, Answer other) {}

    public Forecast {
        forks = List.copyOf(forks);
        requireNonNull(end, "end");
        requireNonNull(rule, "rule");
    }

    static Forecast of(Answer answer, String rule) {
        return new Forecast(List.of(), answer, rule);
    }

    /** Every answer that some values would lead to. */
    public Set<Answer> answers() {
        Set<Answer> answers = EnumSet.of(end);
        forks.forEach(fork -> answers.add(fork.answer()));
        return answers;
    }

    /** The rules that give answers, those that are looked at first come first. */
    public Set<String> rules() {
        Set<String> rules = new LinkedHashSet<>();
        forks.forEach(fork -> rules.add(fork.rule()));
        rules.add(rule);
        return rules;
    }

    /**
     * Every two answers that some values would lead to, the same values for both. A question that both ask is answered
     * once; others are taken to have nothing to do with each other.
     */
    public Set<Pair> with(Forecast other) {
        Map<Question, Integer> mine = places();
        Map<Question, Integer> theirs = other.places();
        Set<Pair> pairs = new HashSet<>();
        for (int i = 0; i <= forks.size(); i++) {
            for (int j = 0; j <= other.forks.size(); j++) {
                boolean possible = (i == forks.size() || isOpen(forks.get(i), theirs, j))
                        && (j == other.forks.size() || isOpen(other.forks.get(j), mine, i));
                if (possible) {
                    pairs.add(new Pair(answer(i), other.answer(j)));
                }
            }
        }
        return pairs;
    }

    private Answer answer(int settling) {
        return settling == forks.size() ? end : forks.get(settling).answer();
    }

    /** Whether the fork may settle one policy where the other was settled at {@code place}: it was not asked before. */
    private static boolean isOpen(Fork fork, Map<Question, Integer> places, int place) {
        return places.getOrDefault(fork.question(), Integer.MAX_VALUE) >= place;
    }

    private Map<Question, Integer> places() {
        Map<Question, Integer> places = new HashMap<>();
        for (int i = 0; i < forks.size(); i++) {
            places.putIfAbsent(forks.get(i).question(), i);
        }
        return places;
    }

    /** Puts conditions one after the other, until one surely settles the call. Confined to one judgement. */
    static final class Builder {
        private final ArgumentNames names;
        private final List<Fork> forks = new ArrayList<>();
        private final Set<Question> asked = new HashSet<>();
        private Forecast settled = Forecast.of(Answer.DENY, "");
        private boolean isSettled;

        Builder(ArgumentNames names) {
            this.names = names;
        }

        void add(Condition condition, Answer answer) {
            if (isSettled) {
                return;
            }
            condition
                    .foresee(names)
                    .ifPresentOrElse(
                            verdict -> {
                                if (condition.clause().settledBy(verdict)) {
                                    settle(answer, condition.rule());
                                }
                            },
                            () -> fork(condition, answer));
        }

        Forecast end(Answer answer, String rule) {
            if (!isSettled) {
                settle(answer, rule);
            }
            return settled;
        }

        /** A question that was answered with no before is answered with no again. */
        private void fork(Condition condition, Answer answer) {
            Question question = new Question(
                    condition.clause() == Clause.REQUIRE,
                    condition.path().text(),
                    condition.operator().wire(),
                    condition.value());
            if (asked.add(question)) {
                forks.add(new Fork(question, condition.rule(), answer));
            }
        }

        private void settle(Answer answer, String rule) {
            settled = new Forecast(forks, answer, rule);
            isSettled = true;
        }
    }
}
