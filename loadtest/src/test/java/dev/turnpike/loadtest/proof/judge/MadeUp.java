package dev.turnpike.loadtest.proof.judge;

import java.util.ArrayList;
import java.util.List;

/** A made-up history of one grant: what a cluster could have done, right or wrong. */
final class MadeUp {
    private static final String GRANT = "made-up";
    private static final long WAY_MILLIS = 2;
    private static final long WAIT_MILLIS = 5;

    private final Limit limit;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Spend> spends = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private long calls;
    private long forgotten;

    private MadeUp(Limit limit) {
        this.limit = limit;
    }

    static MadeUp fixed(long max, long windowMillis) {
        return new MadeUp(new Limit(GRANT, max * Limit.MICROS, windowMillis, /* sliding= */ false));
    }

    static MadeUp sliding(long max, long windowMillis) {
        return new MadeUp(new Limit(GRANT, max * Limit.MICROS, windowMillis, /* sliding= */ true));
    }

    /** Calls that spend one each at that time, and reach the upstream. */
    MadeUp spend(long millis, int number) {
        for (int i = 0; i < number; i++) {
            spendMicros(millis, Limit.MICROS);
        }
        return this;
    }

    MadeUp spendMicros(long millis, long micros) {
        long call = send(millis, micros, Answer.RAN);
        arrivals.add(new Arrival(call, GRANT, micros, millis + WAY_MILLIS, "127.0.0.1"));
        spends.add(spend(call, micros, windowStart(millis)));
        return this;
    }

    /** A call that the limit refuses. */
    MadeUp refuse(long millis) {
        return refuseMicros(millis, Limit.MICROS);
    }

    MadeUp refuseMicros(long millis, long micros) {
        refusals.add(new Refusal(send(millis, micros, Answer.REFUSED), GRANT, windowStart(millis)));
        return this;
    }

    /** A call that spends, and never arrives. */
    MadeUp lose(long millis) {
        send(millis, Limit.MICROS, Answer.FAILED);
        return this;
    }

    /** The last call was a retry. */
    MadeUp asRetry() {
        Sent last = sent.remove(sent.size() - 1);
        sent.add(new Sent(
                last.call(),
                GRANT,
                last.micros(),
                last.sentMillis(),
                last.answeredMillis(),
                last.answer(),
                /* retry= */ true));
        return this;
    }

    /** A call that reaches the upstream, and whose record dies with its node. */
    MadeUp spendUnrecorded(long millis) {
        long call = send(millis, Limit.MICROS, Answer.FAILED);
        arrivals.add(new Arrival(call, GRANT, Limit.MICROS, millis + WAY_MILLIS, "127.0.0.1"));
        return this;
    }

    /** The last call reaches the upstream once more. */
    MadeUp again() {
        Arrival last = arrivals.get(arrivals.size() - 1);
        arrivals.add(last);
        spends.add(spend(last.call(), last.micros(), windowStart(last.millis())));
        return this;
    }

    /** The last call, which was refused, reaches the upstream all the same. */
    MadeUp sneak() {
        Sent last = sent.get(sent.size() - 1);
        arrivals.add(new Arrival(last.call(), GRANT, last.micros(), last.sentMillis() + WAY_MILLIS, "127.0.0.1"));
        return this;
    }

    /** The last call's record names another window. */
    MadeUp recordedAt(long millis) {
        Spend last = spends.remove(spends.size() - 1);
        spends.add(spend(last.call(), last.micros(), windowStart(millis)));
        return this;
    }

    /** The last call saw less than it should have. */
    MadeUp havingSeen(long micros) {
        Spend last = spends.remove(spends.size() - 1);
        spends.add(new Spend(
                last.call(), GRANT, "n2", last.micros(), micros, last.windowStartMillis(), /* givenBack= */ false));
        return this;
    }

    /** The last calls are not counted any more. */
    MadeUp forget(int number) {
        forgotten += number;
        return this;
    }

    /** The last call did not run after all. */
    MadeUp giveBack() {
        Spend last = spends.remove(spends.size() - 1);
        spends.add(new Spend(
                last.call(),
                GRANT,
                last.node(),
                last.micros(),
                last.beforeMicros(),
                last.windowStartMillis(),
                /* givenBack= */ true));
        arrivals.remove(arrivals.size() - 1);
        return this;
    }

    List<Loss> losses(Circumstances circumstances) {
        return Judge.losses(limit, new History(sent, arrivals, spends, refusals), circumstances);
    }

    Finding judged() {
        return judged(Circumstances.CALM);
    }

    Finding judged(Circumstances circumstances) {
        return Judge.judge(limit, new History(sent, arrivals, spends, refusals), circumstances);
    }

    private long send(long millis, long micros, Answer answer) {
        calls++;
        sent.add(new Sent(calls, GRANT, micros, millis, millis + WAIT_MILLIS, answer, /* retry= */ false));
        return calls;
    }

    /** A spend that saw all others of its window. */
    private Spend spend(long call, long micros, long windowStart) {
        long last = limit.bucket(windowStart);
        long before = spends.stream()
                .filter(spend -> limit.bucket(spend.windowStartMillis()) > last - limit.span()
                        && limit.bucket(spend.windowStartMillis()) <= last)
                .mapToLong(Spend::micros)
                .sum();
        before -= forgotten * Limit.MICROS;
        return new Spend(call, GRANT, "n1", micros, before, windowStart, /* givenBack= */ false);
    }

    private long windowStart(long millis) {
        return limit.startMillis(limit.bucket(millis));
    }
}
