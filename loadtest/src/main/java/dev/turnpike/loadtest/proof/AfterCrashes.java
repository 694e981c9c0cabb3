package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.Circumstances;
import dev.turnpike.loadtest.proof.judge.Finding;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.judge.Judge;
import dev.turnpike.loadtest.proof.judge.Loss;
import dev.turnpike.loadtest.proof.judge.Sent;
import dev.turnpike.loadtest.proof.load.Demand;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What counters and audit files are short of after all nodes died at once. */
final class AfterCrashes {
    private AfterCrashes() {}

    static List<Check> checks(List<Demand> demands, History history, Circumstances circumstances) {
        return List.of(spends(demands, history, circumstances), records(history, circumstances));
    }

    private record Forgot(String grant, Loss loss) {
        long millis() {
            return loss.millis();
        }
    }

    private static Check spends(List<Demand> demands, History history, Circumstances circumstances) {
        List<Forgot> all = demands.stream()
                .flatMap(demand -> Judge.losses(demand.limit(), history, circumstances).stream()
                        .map(loss -> new Forgot(demand.limit().grant(), loss)))
                .sorted(Comparator.comparingLong(Forgot::millis))
                .toList();
        String what = "longest loss of counters";
        if (all.isEmpty()) {
            return new Check(what, "0 ms", true);
        }
        Forgot worst = all.get(all.size() - 1);
        return new Check(
                what,
                "%d ms, %s of %s; %d losses, median %d ms"
                        .formatted(
                                worst.millis(),
                                Finding.units(worst.loss.micros()).toPlainString(),
                                worst.grant,
                                all.size(),
                                all.get(all.size() / 2).millis()),
                worst.millis() <= Circumstances.FORGIVEN_MILLIS);
    }

    private static Check records(History history, Circumstances circumstances) {
        Set<Long> recorded = new HashSet<>();
        history.spends().forEach(spend -> recorded.add(spend.call()));
        history.refusals().forEach(refusal -> recorded.add(refusal.call()));
        List<Long> missing = answered(history)
                .filter(call -> !recorded.contains(call.call()))
                .map(call -> beforeCrash(call, circumstances))
                .sorted()
                .toList();
        String of = " of " + answered(history).count();
        return missing.isEmpty()
                ? new Check("answered calls without an audit record", 0 + of, true)
                : new Check(
                        "answered calls without an audit record",
                        missing.size() + of + ", answered at most " + missing.get(missing.size() - 1)
                                + " ms before a kill",
                        false);
    }

    private static Stream<Sent> answered(History history) {
        return history.sent().stream().filter(call -> call.answer() == Answer.RAN || call.answer() == Answer.REFUSED);
    }

    /** How long after its answer all nodes were killed; 0 if it was answered meanwhile. */
    private static long beforeCrash(Sent call, Circumstances circumstances) {
        return circumstances.crashes().stream()
                .filter(crash -> crash >= call.sentMillis())
                .mapToLong(crash -> Math.max(0, crash - call.answeredMillis()))
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
