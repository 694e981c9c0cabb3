package dev.turnpike.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Agents that call tools. The report has a line for each request and outcome, so that refusals, which are HTTP 200, and
 * what was allowed have percentiles of their own; an outcome that was not expected fails.
 */
abstract class AgentSimulation extends Simulation {
    private final Target target;
    private final Tally tally;

    /**
     * Opens the target.
     *
     * @param grants how many agents there are
     * @param limit how many calls of the tool {@code limited} each has
     */
    AgentSimulation(int grants, int limit) {
        target = Target.open(grants, limit);
        tally = new Tally(target.tokens().size());
    }

    /** Sends what {@code behaviour} says for each arrival, and judges the whole at the end. */
    final void run(Load load, ChainBuilder behaviour, Assertion... further) {
        HttpProtocolBuilder protocol = http.baseUrls(target.urls())
                .acceptHeader("application/json, text/event-stream")
                .contentTypeHeader("application/json")
                .header("MCP-Protocol-Version", "2025-11-25")
                .authorizationHeader("Bearer #{token}")
                .shareConnections()
                .disableCaching()
                .disableAutoReferer()
                .disableWarmUp();
        ScenarioBuilder warmUp = scenario("warm-up").exec(exec(this::choose), post(Request.AMPLE));
        ScenarioBuilder agents = scenario("agents").exec(exec(this::choose), behaviour);
        ScenarioBuilder verdict = scenario("verdict").exec(verdicts());
        List<Assertion> assertions = new ArrayList<>(List.of(further));
        assertions.add(global().failedRequests().count().is(0L));
        Parameter.P99
                .text()
                .ifPresent(most ->
                        assertions.add(global().responseTime().percentile(99).lte(Parameter.P99.count(1, 60_000))));
        setUp(warmUp.injectOpen(load.rising())
                        .andThen(agents.injectOpen(load.steady()).andThen(verdict.injectOpen(atOnceUsers(1)))))
                .protocols(protocol)
                .assertions(assertions.toArray(Assertion[]::new));
    }

    /** Sends one request, and reports it under its outcome. */
    final ChainBuilder send(Request request) {
        return exec(
                post(request), dummy("#{outcome}", "#{millis}").withSuccess(session -> session.getBoolean("expected")));
    }

    private ChainBuilder post(Request request) {
        return exec(session -> session.set("sent", System.nanoTime()))
                .exec(http(request.name())
                        .post("")
                        .body(StringBody(request.body()))
                        .check(status().saveAs("status"), bodyString().saveAs("body"))
                        .silent())
                .exec(session -> judge(session, request));
    }

    /** What agents do all day. */
    final ChainBuilder mix() {
        return randomSwitch()
                .on(
                        percent(40.0).then(send(Request.UNLIMITED)),
                        percent(10.0).then(send(Request.DENIED)),
                        percent(10.0).then(send(Request.SMALL_AMOUNT)),
                        percent(10.0).then(send(Request.LARGE_AMOUNT)),
                        percent(20.0).then(send(Request.LIMITED)),
                        percent(10.0).then(send(Request.LIST)));
    }

    final Target target() {
        return target;
    }

    private Session choose(Session session) {
        int grant = ThreadLocalRandom.current().nextInt(target.tokens().size());
        return session.set("grant", grant).set("token", target.tokens().get(grant));
    }

    private Session judge(Session session, Request request) {
        long nanos = System.nanoTime() - session.getLong("sent");
        Outcome outcome = Outcome.of(statusOf(session), session.getString("body"));
        tally.add(request, session.getInt("grant"), outcome);
        return session.set("outcome", request.name(outcome))
                .set("millis", (int) TimeUnit.NANOSECONDS.toMillis(nanos))
                .set("expected", request.expected().contains(outcome));
    }

    private static @Nullable Integer statusOf(Session session) {
        return session.contains("status") ? session.getInt("status") : null;
    }

    /** What the upstream and the callers, taken together, say of the run: each one line of the report. */
    private List<ChainBuilder> verdicts() {
        List<ChainBuilder> verdicts = new ArrayList<>(List.of(exec(session -> session)));
        if (target.reached().isPresent()) {
            verdicts.add(exec(dummy("the upstream saw the allowed calls and no other", 1)
                    .withSuccess(session -> tally.agreesWith(target.reached().getAsLong()))));
        }
        target.limit()
                .ifPresent(limit -> verdicts.add(exec(dummy("no grant was allowed more than its limit", 1)
                        .withSuccess(session -> tally.isWithin(limit)))));
        return verdicts;
    }

    @Override
    public final void after() {
        target.close();
    }
}
