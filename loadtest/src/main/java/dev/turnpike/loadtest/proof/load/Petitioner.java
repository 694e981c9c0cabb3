package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.Arrival;
import dev.turnpike.loadtest.proof.judge.Limit;
import dev.turnpike.loadtest.proof.load.Http.Reply;
import dev.turnpike.loadtest.proof.load.Petition.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent and its person, who ask, decide and use one approval after the other, and leave each of them somewhere on the
 * way: waiting, approved, denied or used. Knows what was acknowledged, and whether it still holds.
 */
public final class Petitioner implements AutoCloseable {
    /** The agent's grant; its approvals last for an hour. */
    public static final String GRANT = "petitioner";

    /** The token of that grant. */
    public static final String TOKEN = "tpk_proof-" + GRANT;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int KINDS = 4;
    private static final int REPEATS = 6;
    private static final String MCP = "/mcp/" + Agents.SERVER;

    private final CallBook book;
    private final List<Target> nodes;
    private final List<Target> management;
    private final Http agent = new Http(TOKEN);
    private final Http person = new Http(Askers.PERSON);
    private final Thread thread = new Thread(this::run, "petitioner");
    private volatile boolean stopped;
    /** Guarded by this object, as everything below. */
    private boolean paused;

    private final List<Petition> petitions = new ArrayList<>();
    private final Set<Long> asked = new HashSet<>();
    private final Set<Long> approved = new HashSet<>();
    private final Set<Long> ran = new HashSet<>();
    private long acknowledged;
    private long refused;
    private long turns;

    private Petitioner(CallBook book, List<Target> nodes, List<Target> management) {
        this.book = book;
        this.nodes = nodes;
        this.management = management;
    }

    /**
     * Starts one.
     *
     * @param nodes where the agent calls
     * @param management where the person decides
     */
    public static Petitioner start(CallBook book, List<Target> nodes, List<Target> management) {
        Petitioner started = new Petitioner(book, nodes, management);
        started.thread.start();
        return started;
    }

    private void run() {
        while (!stopped) {
            ask();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private synchronized void ask() {
        if (paused) {
            return;
        }
        long call = book.nextCall();
        String text = CallText.of(call, GRANT, Limit.MICROS);
        asked.add(call);
        Reply reply = agent.post(any(nodes), MCP, text);
        String id = approval(reply);
        if (id.isEmpty()) {
            refused += reply.answer() == Answer.UNAVAILABLE ? 1 : 0;
            return;
        }
        acknowledged++;
        Petition petition = new Petition(call, text, id);
        petitions.add(petition);
        int kind = (int) (turns++ % KINDS);
        if (kind == 1) {
            decide(petition, "deny", State.DENIED);
        } else if (kind > 1) {
            decide(petition, "approve", State.APPROVED);
        }
        if (kind == 3 && petition.state() == State.APPROVED) {
            use(petition);
        }
    }

    private void decide(Petition petition, String verb, State decided) {
        if (decided == State.APPROVED) {
            approved.add(petition.call()); // also if nobody hears the answer
        }
        petition.state(State.UNKNOWN);
        Reply reply = person.post(any(management), "/admin/v1/approvals/" + petition.id() + "/" + verb, "{}");
        if (reply.isDone()) {
            acknowledged++;
            petition.state(decided);
        } else {
            refused += reply.isOutage() ? 1 : 0;
        }
    }

    /** Sends the call several times at once: of an approved one, one may run. */
    private void use(Petition petition) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            replies.add(agent.send(any(nodes), MCP, "POST", petition.text()));
        }
        State before = petition.state();
        petition.state(State.UNKNOWN);
        for (CompletableFuture<Reply> sent : replies) {
            Answer answer = sent.join().answer();
            if (answer == Answer.RAN) {
                ran.add(petition.call());
                petition.state(State.USED);
            }
            refused += answer == Answer.UNAVAILABLE ? 1 : 0;
        }
        if (before == State.DENIED || before == State.USED) {
            petition.state(before);
        }
    }

    /** Nothing is asked or decided any more, once this returns. */
    public synchronized void pause() {
        paused = true;
    }

    public synchronized void resume() {
        paused = false;
    }

    /**
     * What is not as it was acknowledged, one line each. Then tries to use everything once more, and forgets it: what
     * came of that is for {@link #wrong} to say.
     */
    public synchronized List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (Petition petition : petitions) {
            Target node = any(management);
            Reply reply = person.get(node, "/admin/v1/approvals/" + petition.id());
            String found = reply.body().path("state").asText();
            if (petition.isBrokenBy(found)) {
                broken.add("approval " + petition.id() + " is " + (found.isEmpty() ? "unknown" : found) + " at " + node
                        + ", was " + petition.state());
            }
            broken.addAll(usedOnceMore(petition));
        }
        petitions.clear();
        return broken;
    }

    private List<String> usedOnceMore(Petition petition) {
        if (petition.state() == State.PENDING) {
            String again = approval(agent.post(any(nodes), MCP, petition.text()));
            return again.equals(petition.id())
                    ? List.of()
                    : List.of("call " + petition.call() + " waited for " + petition.id() + ", and now for `" + again
                            + "`");
        }
        boolean mustRun = petition.state() == State.APPROVED;
        use(petition);
        return mustRun && petition.state() != State.USED
                ? List.of("call " + petition.call() + " was approved, and does not run")
                : List.of();
    }

    /** What was acknowledged: questions and decisions. */
    public synchronized long acknowledged() {
        return acknowledged;
    }

    /** How often the agent or the person was told to come back. */
    public synchronized long refused() {
        return refused;
    }

    /** How many calls the agent was told had run. */
    public synchronized int ran() {
        return ran.size();
    }

    /** How many calls reached the upstream more than once, or without a yes. */
    public synchronized long wrong(Collection<Arrival> arrivals) {
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
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Target any(List<Target> targets) {
        return targets.get(ThreadLocalRandom.current().nextInt(targets.size()));
    }

    private static String approval(Reply reply) {
        return reply.body().at("/result/structuredContent/approval_id").asText();
    }
}
