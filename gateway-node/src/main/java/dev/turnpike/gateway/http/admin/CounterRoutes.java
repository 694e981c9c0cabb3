package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.http.RequestBody;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.ObjectReader;
import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The routes about counters. Confined to the event loop of the management port. */
final class CounterRoutes {
    static final String COUNTERS = "/admin/v1/counters";
    static final String RESET = COUNTERS + "/reset";

    private static final JsonCaps BODY = new JsonCaps(4 << 10, 4, 64, 20, 20, 100);
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Counting counting;
    private final RequestBody bodies;
    private final ObjectReader objects = new ObjectReader(BODY);

    CounterRoutes(Vertx vertx, Counting counting) {
        this.vertx = vertx;
        this.counting = counting;
        this.bodies = new RequestBody(new Deadlines(vertx), BODY.maxBytes(), BODY_TIMEOUT);
    }

    void mount(Routes routes) {
        routes.on(COUNTERS).serves(HttpMethod.GET, Right.SEE_COUNTERS, this::list);
        routes.on(RESET).serves(HttpMethod.POST, Right.RESET_COUNTERS, this::reset);
    }

    private void list(RoutingContext request, Operator operator) {
        CounterQuery query = CounterQuery.of(request.queryParams());
        read(query.owner())
                .onSuccess(
                        all -> Routes.answer(request, CounterPage.of(all, query).json()))
                .onFailure(request::fail);
    }

    private void reset(RoutingContext request, Operator operator) {
        bodies.read(request.request())
                .map(objects::read)
                .map(ResetBody::read)
                .compose(wanted -> read(wanted.owner()).compose(all -> {
                    List<CounterReading> some = all.stream()
                            .map(Counting.Counted::reading)
                            .filter(reading -> wanted.choice().has(reading.counter()))
                            .toList();
                    if (some.isEmpty()) {
                        throw new Rejected(404, "unknown", wanted.owner().text() + " has no such counter");
                    }
                    return here(counting.reset(wanted.owner(), some, operator.name(), RequestId.of(request)))
                            .recover(failure -> Future.failedFuture(unknown()))
                            .map(held -> done(wanted.owner(), some, held));
                }))
                .onSuccess(done -> Routes.answer(request, done))
                .onFailure(request::fail);
    }

    private Future<List<Counting.Counted>> read(CounterOwner owner) {
        return here(counting.read(owner)).map(counts -> {
            if (!counts.known()) {
                throw new Rejected(
                        404,
                        "unknown",
                        "there is no " + owner.text().replaceFirst(":", " ") + ", and no counter of one");
            }
            return counts.counters();
        });
    }

    private static Rejected unknown() {
        return new Rejected(
                        503,
                        "state_unavailable",
                        "it is not known whether the counters were reset; repeating it is harmless")
                .with("Retry-After", "1");
    }

    private static ObjectNode done(CounterOwner owner, List<CounterReading> some, List<Long> heldMicros) {
        ObjectNode json = ProblemReply.object().put("owner", owner.text());
        ArrayNode list = json.putArray("reset");
        for (int i = 0; i < some.size(); i++) {
            list.add(CounterJson.identity(some.get(i).counter())
                    .put("before", Charge.units(heldMicros.get(i)))
                    .put("after", 0));
        }
        return json;
    }

    /** What the stage leads to, on the event loop of the request. */
    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }
}
