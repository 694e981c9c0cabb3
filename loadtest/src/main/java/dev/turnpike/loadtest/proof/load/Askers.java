package dev.turnpike.loadtest.proof.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.Arrival;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Agents whose calls need a person, and the person: a call asks, the approval is given at one node or another, and then
 * the same call is sent several times at once, of which one may run. All on one event loop.
 */
public final class Askers extends VerticleBase implements AutoCloseable {
    /** The grant that all of them have; its policy lets nothing through without a person. */
    public static final String GRANT = "asking";

    /** The token of that grant. */
    public static final String TOKEN = "tpk_proof-" + GRANT;

    /** The token of the person, who is an operator of every node. */
    public static final String PERSON = "tpo_proof-person-person-person-person-person-person";

    private static final int AGENTS = 8;
    private static final int REPEATS = 6;
    private static final long PAUSE_MILLIS = 250;
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final long MICROS = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CallBook book;
    private final List<Target> targets;
    private final List<Target> management;
    /** Calls to which the person said yes, or tried to. */
    private final Set<Long> approved = ConcurrentHashMap.newKeySet();
    /** Calls that an agent was told had run. */
    private final Set<Long> ran = ConcurrentHashMap.newKeySet();

    private final Set<Long> asked = ConcurrentHashMap.newKeySet();
    private boolean stopped;

    private Askers(CallBook book, List<Target> targets, List<Target> management) {
        this.book = book;
        this.targets = targets;
        this.management = management;
    }

    /**
     * Starts them.
     *
     * @param targets where they call
     * @param management where the person decides
     */
    public static Askers start(Vertx vertx, CallBook book, List<Target> targets, List<Target> management) {
        Askers askers = new Askers(book, targets, management);
        vertx.deployVerticle(askers).await();
        return askers;
    }

    /** No agent begins another call; those under way go on. */
    public void halt() {
        context.runOnContext(halted -> stopped = true);
    }

    /** How many calls were approved. */
    public int approved() {
        return approved.size();
    }

    /** How many of them an agent was told had run. */
    public int ran() {
        return ran.size();
    }

    /** How many calls reached the upstream more than once, or without a yes. */
    public long wrong(Collection<Arrival> arrivals) {
        Map<Long, Integer> times = new HashMap<>();
        arrivals.stream()
                .filter(arrival -> arrival.grant().equals(GRANT) && asked.contains(arrival.call()))
                .forEach(arrival -> times.merge(arrival.call(), 1, Integer::sum));
        return times.entrySet().stream()
                .filter(call -> call.getValue() > 1 || !approved.contains(call.getKey()))
                .count();
    }

    @Override
    public void close() {
        vertx.undeploy(context.deploymentID()).await();
    }

    @Override
    public Future<?> start() {
        HttpClient client = vertx.httpClientBuilder()
                .withConnectHandler(connection -> connection.exceptionHandler(reset -> {})) // the call fails, too
                .build();
        List<Post> posts =
                targets.stream().map(target -> new Post(client, target)).toList();
        for (int i = 0; i < AGENTS; i++) {
            pause(client, posts);
        }
        return Future.succeededFuture();
    }

    private void pause(HttpClient client, List<Post> posts) {
        vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(2 * PAUSE_MILLIS), tick -> next(client, posts));
    }

    private void next(HttpClient client, List<Post> posts) {
        if (stopped) {
            return;
        }
        long call = book.nextCall();
        String text = CallText.of(call, GRANT, MICROS);
        asked.add(call);
        book.began();
        any(posts)
                .body(TOKEN, text)
                .map(Askers::approval)
                .compose(id -> approve(client, call, id))
                .compose(yes -> repeat(posts, call, text))
                .onComplete(done -> {
                    book.ended();
                    pause(client, posts);
                });
    }

    private Future<Void> approve(HttpClient client, long call, String id) {
        Target node = management.get(ThreadLocalRandom.current().nextInt(management.size()));
        approved.add(call); // also if nobody hears the answer
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(node.host())
                .setPort(node.port())
                .setURI("/admin/v1/approvals/" + id + "/approve")
                .setIdleTimeout(TIMEOUT_MILLIS)
                .putHeader("Authorization", "Bearer " + PERSON)
                .putHeader("Content-Type", "application/json");
        return client.request(options)
                .compose((HttpClientRequest request) -> request.send("{}"))
                .compose(response -> response.body().map(body -> response.statusCode()))
                .compose(status -> status == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture("not approved: HTTP status " + status));
    }

    private Future<Void> repeat(List<Post> posts, long call, String text) {
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            answers.add(any(posts).send(TOKEN, text).onSuccess(answer -> {
                if (answer == Answer.RAN) {
                    ran.add(call);
                }
            }));
        }
        return Future.join(answers).mapEmpty();
    }

    private static Post any(List<Post> posts) {
        return posts.get(ThreadLocalRandom.current().nextInt(posts.size()));
    }

    private static String approval(Buffer answer) {
        try {
            JsonNode id = JSON.readTree(answer.getBytes()).at("/result/structuredContent/approval_id");
            if (id.isTextual()) {
                return id.asText();
            }
        } catch (IOException garbled) {
            // told below
        }
        throw new IllegalStateException("nobody was asked");
    }
}
