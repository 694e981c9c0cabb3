package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Deadlines;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The clients' connections of one event loop. One without a request under way is closed after a while, so that nobody
 * holds connections by sending a head that never ends, or nothing at all. Confined to the event loop.
 */
public final class Connections {
    private final Map<HttpConnection, Use> open = new HashMap<>();
    private final Load load;
    private final Deadlines deadlines;
    private final Duration idle;

    /**
     * None yet.
     *
     * @param idle for the head of the next request to arrive; a second more does no harm
     */
    public Connections(Load load, Deadlines deadlines, Duration idle) {
        this.load = load;
        this.deadlines = deadlines;
        this.idle = idle;
    }

    /** What a connection is used for. */
    private final class Use {
        private final HttpConnection connection;
        private int requests;
        private Deadlines.Deadline end;

        private Use(HttpConnection connection) {
            this.connection = connection;
            this.end = idle();
        }

        private void busy() {
            requests++;
            end.cancel();
        }

        private void done() {
            requests--;
            if (requests == 0) {
                end = idle();
            }
        }

        private Deadlines.Deadline idle() {
            return deadlines.about(idle, () -> {
                open.remove(connection);
                Untaken.cut(connection);
            });
        }
    }

    /** A client has connected. */
    public void opened(HttpConnection connection) {
        if (!load.connected()) {
            connection.close();
            return;
        }
        Use use = new Use(connection);
        open.put(connection, use);
        connection.closeHandler(closed -> {
            open.remove(connection);
            use.end.cancel();
            load.closed();
        });
    }

    /** A request's head has arrived. */
    void busy(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.busy();
        }
    }

    /** Nothing more is written for a request. */
    void done(HttpServerRequest request) {
        Use use = open.get(request.connection());
        if (use != null) {
            use.done();
        }
    }
}
