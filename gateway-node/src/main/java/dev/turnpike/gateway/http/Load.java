package dev.turnpike.gateway.http;

import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is under way at the agent port, over all event loops, and how much of it there may be. Streams that agents keep
 * open have a bound of their own: they cost memory, and no work. Thread-safe.
 */
public final class Load {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final NodeConfig.Caps caps;
    private final Meters meters;

    public Load(NodeConfig.Caps caps, Meters meters) {
        this.caps = caps;
        this.meters = meters;
        meters.gauge(
                "turnpike.requests.active", "requests under way at the agent port, but for streams", requests::get);
        meters.gauge("turnpike.streams.open", "event streams that agents keep open", streams::get);
        meters.gauge("turnpike.connections.open", "connections of agents", connections::get);
    }

    /** Requests whose work must finish before the node stops: all but streams that have no end of their own. */
    public int unanswered() {
        return unanswered.get();
    }

    /** Counts a request in; to be left once. */
    Entry enter() {
        unanswered.incrementAndGet();
        return new Entry(requests.incrementAndGet());
    }

    /** Whether one more connection may be open; if so, it counts until it is {@link #closed}. */
    boolean connected() {
        if (connections.incrementAndGet() > caps.maxConnections()) {
            connections.decrementAndGet();
            meters.connectionRefused();
            return false;
        }
        return true;
    }

    void closed() {
        connections.decrementAndGet();
    }

    /** A request under way. Confined to its event loop. */
    final class Entry {
        private final int number;
        private boolean answered;
        private boolean isStream;
        private boolean handedOver;

        private Entry(int number) {
            this.number = number;
        }

        /** @throws Rejected 503 if more requests are under way than may be */
        void requireRoom() {
            if (number > caps.maxRequests()) {
                throw overload("this node has too many requests under way");
            }
        }

        /** @throws Rejected 503 if more streams are open than may be; looked at before anybody else is asked for one */
        void requireRoomForStream() {
            if (streams.get() >= caps.maxStreams()) {
                throw overload("this node has too many event streams open");
            }
        }

        /** The answer turned out to be a stream that stays open; false if there is no room for one more. */
        boolean becomesStream() {
            if (streams.incrementAndGet() > caps.maxStreams()) {
                streams.decrementAndGet();
                return false;
            }
            isStream = true;
            requests.decrementAndGet();
            return true;
        }

        /** The request needs no waiting for any more. */
        void answered() {
            if (!answered) {
                answered = true;
                unanswered.decrementAndGet();
            }
        }

        /** The whole answer is known, and costs no more work: how long it takes the client to take it is its own affair. */
        void handedOver() {
            if (!isStream && !handedOver) {
                handedOver = true;
                requests.decrementAndGet();
            }
        }

        /** Nothing more is written for the request. */
        void leave() {
            answered();
            if (isStream) {
                streams.decrementAndGet();
            } else {
                handedOver();
            }
        }
    }

    /** What a client is told that is to come back in a moment. */
    static Rejected overload(String sentence) {
        return new Rejected(503, "overload", sentence).with(HttpHeaders.RETRY_AFTER, "1");
    }
}
