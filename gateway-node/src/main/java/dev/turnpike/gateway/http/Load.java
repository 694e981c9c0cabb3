package dev.turnpike.gateway.http;

import dev.turnpike.gateway.metrics.Meters;
import java.util.concurrent.atomic.AtomicInteger;

/** What is under way at the agent port, over all event loops. Thread-safe. */
public final class Load {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    public Load(Meters meters) {
        meters.gauge(
                "turnpike.requests.active", "requests under way at the agent port, streams included", requests::get);
    }

    /** Requests whose work must finish before the node stops: all but streams that have no end of their own. */
    public int unanswered() {
        return unanswered.get();
    }

    /** Counts a request in; returns how many are under way with it. */
    int enter() {
        unanswered.incrementAndGet();
        return requests.incrementAndGet();
    }

    /** The request needs no waiting for any more. Once for each request, before {@link #leave}. */
    void answered() {
        unanswered.decrementAndGet();
    }

    /** Nothing more is written for the request. Once for each request. */
    void leave() {
        requests.decrementAndGet();
    }
}
