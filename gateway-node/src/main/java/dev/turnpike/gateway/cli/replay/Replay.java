package dev.turnpike.gateway.cli.replay;

import static java.util.stream.Collectors.toSet;

import dev.turnpike.gateway.cli.replay.Judgement.Effect;
import dev.turnpike.gateway.policy.Forecast;
import dev.turnpike.gateway.policy.Policy;
import java.util.Collections;
import java.util.Set;

/** Judges calls by a policy, and compares with what was recorded. */
public final class Replay implements Judge {
    private final Policy policy;
    private final Memo<Forecast> forecasts;

    /** Judges by this policy. */
    public Replay(Policy policy) {
        this.policy = policy;
        this.forecasts = new Memo<>(call -> call.foreseenBy(policy));
    }

    @Override
    public Judgement judge(RecordedCall call) {
        Forecast forecast = forecasts.of(call);
        Set<String> before = call.answers().stream()
                .map(answer -> Judgement.decision(answer, call.inShadow()))
                .collect(toSet());
        Set<String> after = forecast.answers().stream()
                .map(answer -> Judgement.decision(answer, policy.shadow()))
                .collect(toSet());
        return new Judgement(effect(before, after), call.decision(), Judgement.any(after), forecast.rules());
    }

    private static Effect effect(Set<String> before, Set<String> after) {
        if (before.containsAll(after)) {
            return Effect.UNCHANGED;
        }
        return Collections.disjoint(before, after) ? Effect.CHANGED : Effect.UNDECIDABLE;
    }
}
