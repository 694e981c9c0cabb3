package dev.turnpike.gateway.cli.replay;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.policy.Forecast.Answer;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What another policy makes of one recorded call.
 *
 * @param before what was decided, or would have been
 * @param after what the other policy decides; several with {@code or} where that is not known
 * @param rules those that decide it
 */
public record Judgement(Effect effect, String before, String after, Set<String> rules) {
    /** Whether it makes a difference. */
    public enum Effect {
        CHANGED,
        /** That depends on the values of arguments, which are not recorded. */
        UNDECIDABLE,
        UNCHANGED
    }

    /**
     * What a policy's answer comes to.
     *
     * @param shadow whether its answers are only recorded
     */
    static String decision(Answer answer, boolean shadow) {
        return answer == Answer.ALLOW || !shadow ? answer.name().toLowerCase(Locale.ROOT) : "would_deny";
    }

    /** What may come of a call. */
    static String any(Collection<String> decisions) {
        return new TreeSet<>(decisions).stream().collect(joining(" or "));
    }
}
