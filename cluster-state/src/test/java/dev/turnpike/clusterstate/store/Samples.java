package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.charge;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Spends;
import dev.turnpike.clusterstate.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stores are asked to keep. */
final class Samples {
    static final long NOW = 1_713_600_000_000L;
    static final Counter HOUR = Spends.counter("calls", Window.Calendar.HOUR, Algorithm.FIXED);

    private Samples() {}

    static Resource policy(String name, String json) {
        return new Resource(Resource.Kind.POLICY, name, json, /* revision= */ 0);
    }

    static List<Resource> everyKindOfDocument() {
        List<Resource> documents = new ArrayList<>();
        for (Resource.Kind kind : Resource.Kind.values()) {
            documents.add(new Resource(kind, kind.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT), "{}", 0));
        }
        for (Resource.Origin origin : Resource.Origin.values()) {
            documents.add(new Resource(Resource.Kind.SERVER, "from-" + origin.name(), "{\"x\":1}", 0, origin));
        }
        return documents;
    }

    static Approval ask(Docket docket, String id, long nowMillis) {
        return rule(
                docket,
                new Motion.Ask(Questions.question("alice", "f of " + id, Questions.ONCE), id, "asker"),
                nowMillis);
    }

    /** The approval as it is after that. */
    static Approval rule(Docket docket, Motion motion, long nowMillis) {
        Docket.Ruled ruled = docket.rule(motion, nowMillis);
        return ruled.change().changed().stream().findFirst().orElseThrow();
    }

    /** One in each state and with every part, the oldest first. */
    static List<Approval> everyKindOfApproval() {
        Docket docket = new Docket();
        ask(docket, "pending", NOW);
        ask(docket, "denied", NOW + 1);
        rule(docket, Questions.deny("denied", "bob"), NOW + 2);
        rule(
                docket,
                new Motion.Ask(
                        Questions.question("alice", "f3", Questions.terms(/* approvers= */ 2, /* uses= */ 2)),
                        "agreed",
                        "asker"),
                NOW + 2);
        rule(docket, Questions.approve("agreed", "bob"), NOW + 3);
        ask(docket, "edited", NOW + 4);
        rule(docket, Questions.edit("edited", "bob", "f of less"), NOW + 5);
        ask(docket, "used", NOW + 6);
        rule(docket, Questions.approve("used", "bob"), NOW + 7);
        rule(docket, new Motion.Take("used", "f of used", "taker"), NOW + 8);
        rule(docket, new Motion.Note("used", 2), NOW + 9);
        List<Approval> approvals = new ArrayList<>(docket.approvals());
        Docket over = new Docket();
        Approval asked = ask(over, "expired", NOW + 10);
        approvals.add(over.sweep(asked.expiresMillis()).changed().get(0));
        return approvals;
    }

    static Approval withTexts(Approval approval, String text) {
        Question asked = approval.question();
        Question question = new Question(
                text, text, text, text, text, text, text, asked.policyRevision(), "{}" + text, asked.terms());
        return new Approval(
                approval.id(),
                question,
                Approval.State.USED,
                approval.revision(),
                approval.requestedMillis(),
                approval.expiresMillis(),
                Optional.of(new Approval.Edit("[]" + text, text)),
                List.of(text),
                1,
                List.of(text, "b"),
                /* told= */ true,
                List.of(new ApprovalStep(7, text, ApprovalStep.Kind.USED, NOW, text, text)),
                6);
    }

    static Map<CounterOwner, OwnerCounters> everyKindOfCounter() {
        List<Window> windows = new ArrayList<>(List.of(Window.Calendar.values()));
        windows.add(new Window.Seconds(90));
        List<Charge> charges = new ArrayList<>();
        for (Window window : windows) {
            for (Algorithm algorithm : Algorithm.values()) {
                for (boolean shadow : List.of(true, false)) {
                    for (String session : List.of("", "s")) {
                        charges.add(charge(new Counter("c", session, window, algorithm, shadow), 50, 2));
                    }
                }
            }
        }
        Map<CounterOwner, OwnerCounters> counters = new LinkedHashMap<>();
        for (CounterOwner owner : List.of(CounterOwner.grant("g"), CounterOwner.server("g"), CounterOwner.cluster())) {
            OwnerCounters first = OwnerCounters.NONE
                    .spend(owner, "n:1", charges, Moment.of(NOW))
                    .after();
            counters.put(
                    owner,
                    first.spend(owner, "n:2", charges, Moment.of(NOW + 500)).after());
        }
        return counters;
    }

    /** What can be compared of counters. */
    static Map<CounterOwner, List<?>> parts(Map<CounterOwner, OwnerCounters> counters) {
        Map<CounterOwner, List<?>> parts = new LinkedHashMap<>();
        counters.forEach((owner, some) -> parts.put(
                owner,
                List.of(
                        some.latestMillis(),
                        some.endMillis(),
                        some.tallies().stream()
                                .map(tally -> List.of(tally.counter(), tally.origin(), ofLongs(tally.buckets())))
                                .toList())));
        return parts;
    }

    static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<Long> ofLongs(long[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
