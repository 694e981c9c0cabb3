package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.config.TokenHash;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * One operator who follows the stream, at their own pace as far as that goes: who falls too far behind is cut off, and may
 * begin anew. Its methods may be called on any thread; the rest is confined to the context of its request.
 */
final class Listener {
    /** The most events that wait for a slow reader, beside the ones that it began with. */
    static final int MOST_WAITING = 1_000;

    private final Context context;
    private final HttpServerResponse response;
    private final TokenHash token;
    private final Deque<Event> waiting = new ArrayDeque<>();
    private Iterator<Event> first = Collections.emptyIterator();
    private boolean begun;
    private boolean ended;
    /** Whether anything could be written since the last look. */
    private boolean moved;

    /**
     * The news of one approval.
     *
     * @param text the event as it goes over the wire
     */
    record Event(String id, long revision, String text) {}

    Listener(Context context, HttpServerResponse response, TokenHash token) {
        this.context = context;
        this.response = response;
        this.token = token;
    }

    /** What the operator signed in with. */
    TokenHash token() {
        return token;
    }

    /**
     * Begins to write.
     *
     * @param open made one by one, as the reader takes them
     * @param known revisions that need not be told any more, by id
     */
    void begin(Iterator<Event> open, Map<String, Long> known) {
        context.runOnContext(now -> {
            waiting.removeIf(event -> event.revision() <= known.getOrDefault(event.id(), -1L));
            first = open;
            begun = true;
            if (!ended) {
                response.drainHandler(drained -> pump());
                response.write(": approvals that are open, then changes\n\n");
                pump();
            }
        });
    }

    void tell(Event event) {
        context.runOnContext(now -> {
            if (ended) {
                return;
            }
            waiting.add(event);
            if (waiting.size() > MOST_WAITING) {
                cut();
            } else {
                pump();
            }
        });
    }

    /** Shows that the connection lives; a reader who has taken nothing since the last time has gone. */
    void keepAlive() {
        context.runOnContext(now -> {
            if (!begun || ended) {
                return;
            }
            if (!response.writeQueueFull()) {
                response.write(": still here\n\n");
            } else if (!moved) {
                cut();
            }
            moved = false;
        });
    }

    /** Ends the stream in order. */
    void end() {
        context.runOnContext(now -> {
            if (!ended) {
                ended = true;
                response.end();
            }
        });
    }

    private void cut() {
        if (!ended) {
            ended = true;
            waiting.clear();
            first = Collections.emptyIterator();
            response.reset();
        }
    }

    private void pump() {
        while (begun && !ended && !response.writeQueueFull() && (first.hasNext() || !waiting.isEmpty())) {
            response.write(
                    first.hasNext() ? first.next().text() : waiting.remove().text());
            moved = true;
        }
    }
}
