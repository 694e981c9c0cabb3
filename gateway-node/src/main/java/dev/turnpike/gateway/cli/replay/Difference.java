package dev.turnpike.gateway.cli.replay;

import dev.turnpike.gateway.cli.replay.Judgement.Effect;
import dev.turnpike.gateway.policy.Forecast;
import dev.turnpike.gateway.policy.Forecast.Pair;
import dev.turnpike.gateway.policy.Policy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** Judges calls by two policies, and compares those. What was recorded of the decision does not matter. */
public final class Difference implements Judge {
    private final Policy one;
    private final Policy other;
    private final Memo<Judgement> judgements = new Memo<>(this::compare);

    /** Compares these policies. */
    public Difference(Policy one, Policy other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public Judgement judge(RecordedCall call) {
        return judgements.of(call);
    }

    private Judgement compare(RecordedCall call) {
        Forecast first = call.foreseenBy(one);
        Forecast second = call.foreseenBy(other);
        Set<Pair> pairs = first.with(second);
        long same =
                pairs.stream().filter(pair -> before(pair).equals(after(pair))).count();
        Effect effect = same == pairs.size() ? Effect.UNCHANGED : same == 0 ? Effect.CHANGED : Effect.UNDECIDABLE;
        Set<String> rules = new LinkedHashSet<>(first.rules());
        rules.addAll(second.rules());
        return new Judgement(effect, any(pairs, this::before), any(pairs, this::after), rules);
    }

    private String before(Pair pair) {
        return Judgement.decision(pair.one(), one.shadow());
    }

    private String after(Pair pair) {
        return Judgement.decision(pair.other(), other.shadow());
    }

    private static String any(Collection<Pair> pairs, Function<Pair, String> decision) {
        return Judgement.any(pairs.stream().map(decision).toList());
    }
}
