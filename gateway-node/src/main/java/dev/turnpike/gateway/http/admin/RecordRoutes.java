package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnpike.gateway.audit.OwnTrail;
import dev.turnpike.gateway.audit.trail.TrailPage;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route by which the audit records of this very node are seen. Confined to the event loop of the management port.
 *
 * <p>A node does not ask the others: it would have to carry an operator's token to whatever address a member names.
 * Whoever wants to see all asks each node, as {@code turnpike audit query} does.
 */
public final class RecordRoutes {
    static final String DECISIONS = "/admin/v1/decisions";

    private static final Logger LOG = LoggerFactory.getLogger(RecordRoutes.class);
    /** Each reads for seconds at the most, and no more than so many at once take the disk and the processor from calls. */
    private static final int MOST_AT_ONCE = 2;

    private final Vertx vertx;
    private final String node;
    private final Optional<OwnTrail> trail;
    private int underWay;

    /**
     * The route to a trail.
     *
     * @param node whose it is
     * @param trail empty if the node keeps none
     */
    public RecordRoutes(Vertx vertx, String node, Optional<OwnTrail> trail) {
        this.vertx = vertx;
        this.node = node;
        this.trail = trail;
    }

    void mount(Routes routes) {
        routes.on(DECISIONS).serves(HttpMethod.GET, Right.SEE_RECORDS, this::list);
    }

    private void list(RoutingContext request, Operator operator) {
        RecordQuery query = RecordQuery.of(request.queryParams());
        if (underWay >= MOST_AT_ONCE) {
            throw new Rejected(503, "busy", "too many searches are under way; try again").with("Retry-After", "1");
        }
        underWay++;
        vertx.executeBlocking(() -> read(query), /* ordered= */ false)
                .onComplete(done -> underWay--)
                .onSuccess(page -> answer(request, page))
                .onFailure(request::fail);
    }

    private TrailPage read(RecordQuery query) {
        OwnTrail own = trail.filter(OwnTrail::isReadable)
                .orElseThrow(
                        () -> new Rejected(404, "no_audit_file", "this node keeps no audit file that can be read"));
        try {
            return own.page(query.filter(), query.limit(), query.after());
        } catch (FileNotFoundException gone) {
            throw new Rejected(410, "gone", String.valueOf(gone.getMessage()));
        } catch (IOException unreadable) {
            LOG.error("the audit files cannot be read: {}", unreadable.toString());
            throw new Rejected(503, "unreadable", "the audit files of this node cannot be read at the moment");
        }
    }

    /** Records are whole JSON objects and go out as they stand in the file, so that their hashes can be checked. */
    private void answer(RoutingContext request, TrailPage page) {
        String text = "{\"node\":" + TextNode.valueOf(node)
                + ",\"records\":[" + String.join(",", page.records()) + "]"
                + page.next().map(next -> ",\"next\":\"" + next.text() + "\"").orElse("")
                + ",\"unreadable\":" + page.unreadable()
                + ",\"dropped\":" + page.dropped() + "}\n";
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(text));
    }
}
