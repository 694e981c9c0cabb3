package dev.turnpike.loadtest.proof.load;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All agents of a run, on one event loop: each demand's spread evenly over the targets. */
public final class Agents extends VerticleBase implements AutoCloseable {
    /** The name of the server that every grant of the proof is for. */
    public static final String SERVER = "counted";

    private static final int CONNECTIONS = 512;

    private final CallBook book;
    private final List<Demand> demands;
    private final List<Target> targets;
    private final int copies;
    private final long seed;
    private final List<Agent> agents = new ArrayList<>();

    private Agents(CallBook book, List<Demand> demands, List<Target> targets, int copies, long seed) {
        this.book = book;
        this.demands = demands;
        this.targets = targets;
        this.copies = copies;
        this.seed = seed;
    }

    /** Starts them. */
    public static Agents start(
            Vertx vertx, CallBook book, List<Demand> demands, List<Target> targets, int copies, long seed) {
        Agents agents = new Agents(book, demands, targets, copies, seed);
        vertx.deployVerticle(agents).await();
        return agents;
    }

    /** No agent begins another call; those under way go on. */
    public void halt() {
        context.runOnContext(halted -> agents.forEach(Agent::stop));
    }

    /** Ends the calls under way, too. */
    @Override
    public void close() {
        vertx.undeploy(context.deploymentID()).await();
    }

    @Override
    public Future<?> start() {
        HttpClient client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setKeepAlive(true))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
                .withConnectHandler(connection -> connection.exceptionHandler(reset -> {})) // the call fails, too
                .build();
        List<Post> posts =
                targets.stream().map(target -> new Post(client, target)).toList();
        for (Demand demand : demands) {
            for (int i = 0; i < demand.agents(); i++) {
                Amounts amounts = new Amounts(new SplittableRandom(seed + agents.size()), demand.decimals());
                agents.add(new Agent(vertx, posts.get(agents.size() % posts.size()), book, demand, amounts, copies));
            }
        }
        agents.forEach(Agent::start);
        return Future.succeededFuture();
    }
}
