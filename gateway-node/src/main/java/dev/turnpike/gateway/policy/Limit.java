package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Window;
import java.util.Optional;

/**
 * A counter with a window and a maximum.
 *
 * @param counter the counter's name; equal names in one policy are one counter
 * @param window the span over which spends are added up
 * @param algorithm how the window moves
 * @param maxMicros the most that one window may hold, in millionths
 * @param scope whose counter
 * @param onStateLoss what happens while the counter cannot be reached
 * @param shadow whether it counts without refusing, by its own mode or its policy's
 * @param rule JSON Pointer of the rule
 * @param onDeny the author's sentence for a refusal
 */
public record Limit(
        String counter,
        Window window,
        Algorithm algorithm,
        long maxMicros,
        Scope scope,
        OnStateLoss onStateLoss,
        boolean shadow,
        String rule,
        Optional<String> onDeny) {
    public Limit {
        requireNonNull(counter, "counter");
        requireNonNull(window, "window");
        requireNonNull(algorithm, "algorithm");
        requireNonNull(scope, "scope");
        requireNonNull(onStateLoss, "onStateLoss");
        requireNonNull(rule, "rule");
        requireNonNull(onDeny, "onDeny");
    }

    /** Whether both spend from one and the same count. */
    boolean meets(Limit other) {
        return counter.equals(other.counter)
                && window.equals(other.window)
                && algorithm == other.algorithm
                && scope == other.scope
                && shadow == other.shadow;
    }

    /** The limit with the smaller maximum, which denies without its counter if either does. */
    Limit tighter(Limit other) {
        Limit tight = other.maxMicros < maxMicros ? other : this;
        OnStateLoss loss = onStateLoss == OnStateLoss.DENY || other.onStateLoss == OnStateLoss.DENY
                ? OnStateLoss.DENY
                : OnStateLoss.ALLOW;
        return new Limit(
                tight.counter,
                tight.window,
                tight.algorithm,
                tight.maxMicros,
                tight.scope,
                loss,
                tight.shadow,
                tight.rule,
                tight.onDeny);
    }
}
