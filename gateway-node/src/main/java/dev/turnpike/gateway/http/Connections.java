package dev.turnpike.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The clients' connections of one event loop. One without a request under way is closed after a while, so that nobody
 * holds connections by sending a head that never ends, or nothing at all. Confined to the event loop.
 */
public final class Connections {
    private static final long LOOK_MILLIS = 1_000;

    private final Map<HttpConnection, Use> open = new HashMap<>();
    private final Load load;
    private final long idleNanos;

    private static final class Use {
        private int requests;
        private long idleSinceNanos = System.nanoTime();
    }

    private Connections(Load load, Duration idle) {
        this.load = load;
        this.idleNanos = idle.toNanos();
    }

    /**
     * Watches connections, on the current event loop.
     *
     * @param idle for the head of the next request to arrive
     */
    public static Connections watch(Vertx vertx, Load load, Duration idle) {
        Connections connections = new Connections(load, idle);
        vertx.setPeriodic(LOOK_MILLIS, look -> connections.closeIdle());
        return connections;
    }

    /** A client has connected. */
    public void opened(HttpConnection connection) {
        if (!load.connected()) {
            connection.close();
            return;
        }
        open.put(connection, new Use());
        connection.closeHandler(closed -> {
            open.remove(connection);
            load.closed();
        });
    }

    /** A request's head has arrived. */
    void busy(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.requests++;
        }
    }

    /** Nothing more is written for a request. */
    void done(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.requests--;
            use.idleSinceNanos = System.nanoTime();
        }
    }

    private void closeIdle() {
        long now = System.nanoTime();
        Iterator<Map.Entry<HttpConnection, Use>> all = open.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<HttpConnection, Use> connection = all.next();
            Use use = connection.getValue();
            if (use.requests == 0 && now - use.idleSinceNanos > idleNanos) {
                all.remove();
                Untaken.cut(connection.getKey());
            }
        }
    }
}
