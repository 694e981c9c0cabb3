package dev.turnpike.gateway.http.admin;

import static java.util.stream.Collectors.toMap;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Watch;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators of the approvals that are open, and then of every change (Server-Sent Events, HTML standard). News that
 * the desk loses are found by looking at the list now and then. Thread-safe.
 */
public final class ApprovalStream implements AutoCloseable {
    static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ApprovalStream.class);
    private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private final Vertx vertx;
    private final Approvals approvals;
    private final ApprovalJson json;
    private final OperatorAccess access;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    /** What the listeners were told last, by id. */
    private final Map<String, Told> told = new HashMap<>();

    private final Watch watch;
    private final long timer;
    private volatile boolean closed;

    private record Told(long revision, boolean isVoid) {}

    /** A stream that begins to watch. */
    public ApprovalStream(Vertx vertx, Approvals approvals, ApprovalJson json, OperatorAccess access) {
        this.vertx = vertx;
        this.approvals = approvals;
        this.json = json;
        this.access = access;
        this.watch = approvals.watch(this::changed);
        this.timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
    }

    /**
     * Answers a request with the stream, which ends with the operator's right to see it.
     *
     * @throws Rejected 503 if there are too many already
     */
    public void open(RoutingContext request, Operator operator) {
        HttpServerResponse response = request.response();
        Context context = vertx.getOrCreateContext();
        Listener listener = new Listener(context, response, operator.token());
        if (closed || listeners.size() >= MOST) {
            throw new Rejected(503, "too_many_streams", "this node has too many streams open")
                    .with(HttpHeaders.RETRY_AFTER, "15");
        }
        listeners.add(listener);
        response.closeHandler(gone -> listeners.remove(listener));
        response.exceptionHandler(broken -> listeners.remove(listener));
        Future.fromCompletionStage(approvals.list(Which.ALL), context)
                .onSuccess(all -> {
                    news(all);
                    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                            .putHeader("X-Accel-Buffering", "no")
                            .setChunked(true);
                    List<Approval> open = all.stream()
                            .filter(approval -> approval.state().isOpen())
                            .toList();
                    listener.begin(
                            open.stream().map(this::event).iterator(),
                            all.stream().collect(toMap(Approval::id, Approval::revision, Math::max)));
                    endIfClosed(listener);
                })
                .onFailure(failure -> {
                    listeners.remove(listener);
                    request.fail(failure);
                });
    }

    /** How many there are. */
    int size() {
        return listeners.size();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        vertx.cancelTimer(timer);
        listeners.forEach(Listener::end);
        listeners.clear();
    }

    /** One that was opened while the node stopped. */
    private void endIfClosed(Listener listener) {
        if (closed) {
            listener.end();
        }
    }

    private void changed(Approval approval) {
        if (!listeners.isEmpty()) {
            news(List.of(approval));
        }
    }

    /** Tells everybody of those that nobody has been told of as they are now. */
    private void news(List<Approval> current) {
        for (Approval approval : current) {
            if (isNews(approval)) {
                Listener.Event event = event(approval);
                listeners.forEach(listener -> listener.tell(event));
            }
        }
    }

    private boolean isNews(Approval approval) {
        Told now = new Told(approval.revision(), approval.state().isOpen() && approvals.isVoid(approval));
        synchronized (told) {
            Told before = told.get(approval.id());
            boolean news = before == null
                    || now.revision() > before.revision()
                    || (now.revision() == before.revision() && now.isVoid() != before.isVoid());
            if (news) {
                told.put(approval.id(), now);
            }
            return news;
        }
    }

    private Listener.Event event(Approval approval) {
        return new Listener.Event(
                approval.id(), approval.revision(), "event: approval\ndata: " + json.of(approval) + "\n\n");
    }

    /** What the timer does. */
    void look() {
        listeners.forEach(listener -> {
            if (access.current(listener.token()).isEmpty()) {
                listeners.remove(listener);
                listener.end();
            } else {
                listener.keepAlive();
            }
        });
        if (listeners.isEmpty()) {
            synchronized (told) {
                told.clear();
            }
            return;
        }
        approvals.list(Which.ALL).whenComplete((all, failure) -> {
            if (failure == null) {
                news(all);
                forgetAllBut(all);
            } else {
                LOG.debug("the approvals cannot be listed at the moment: {}", failure.toString());
            }
        });
    }

    private void forgetAllBut(List<Approval> all) {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        all.forEach(approval -> ids.add(approval.id()));
        synchronized (told) {
            told.keySet().retainAll(ids);
        }
    }
}
