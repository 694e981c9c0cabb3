package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Arrival;
import dev.turnpike.loadtest.proof.judge.Sent;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Every call that was sent, and every one that arrived. Thread-safe. */
public final class CallBook {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    long nextCall() {
        return calls.incrementAndGet();
    }

    void began() {
        underWay.incrementAndGet();
    }

    void ended(Sent call) {
        sent.add(call);
        ended();
    }

    /** A call ended of which no limit is judged. */
    void ended() {
        underWay.decrementAndGet();
    }

    void arrived(Arrival arrival) {
        arrivals.add(arrival);
    }

    /** Calls that wait for their answer. */
    public long underWay() {
        return underWay.get();
    }

    /** How many calls have their answer. */
    public long answered() {
        return calls.get() - underWay.get();
    }

    /** A copy of the calls that were answered so far. */
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** A copy of what arrived so far. */
    public List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }
}
