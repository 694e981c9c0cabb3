package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.load.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who changes one document by the admin API again and again, each time to the next number, and removes it now
 * and then. Knows what was acknowledged.
 */
final class Editor implements AutoCloseable {
    private static final int REMOVED_EACH = 9;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Http http = new Http(Askers.PERSON);
    private final List<Target> nodes;
    private final int index;
    private final String name;
    private final boolean grant;
    private final String path;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean paused;
    private volatile boolean storeIsDown;

    /** Guarded by this object, as everything below; it is held while a change is under way. */
    private long number;

    private long acknowledged;
    private long revision;
    private long refused;
    private boolean justRefused;
    /** Changes since the last that was acknowledged, of which nobody knows whether they were made. */
    private final List<Long> open = new ArrayList<>();

    private final List<Made> made = new ArrayList<>();
    private final List<String> otherwise = new ArrayList<>();

    Editor(List<Target> nodes, int index) {
        this.nodes = nodes;
        this.index = index;
        this.name = "edited-" + index;
        this.grant = index % 2 == 1;
        this.path = "/admin/v1/resources/" + (grant ? "grant/" : "policy/") + name;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    void pause() {
        paused = true;
    }

    /** Returns when no change is under way. */
    synchronized void awaitPaused() {}

    void resume() {
        paused = false;
    }

    void storeIsDown(boolean isDown) {
        storeIsDown = isDown;
    }

    private void run() {
        while (!stopped) {
            step();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private synchronized void step() {
        if (paused) {
            return;
        }
        if (justRefused) {
            String wrong = wrongAt(any());
            if (!wrong.isEmpty()) {
                otherwise.add("refused and in force: " + wrong);
            }
        }
        change();
    }

    /** Makes the next change at any node. */
    private void change() {
        long next = next();
        Target node = any();
        Reply reply = isRemoval(next) ? http.delete(node, path) : http.put(node, path, document(next));
        justRefused = storeIsDown && reply.isOutage();
        if (justRefused) {
            refused++;
        } else if (storeIsDown) {
            otherwise.add("status " + reply.status() + " " + reply.body());
        }
        if (reply.isDone()) {
            made.add(new Made(node, System.currentTimeMillis(), !grant && isRemoval(next)));
            acknowledged = next;
            revision = reply.body().path("revision").asLong();
            open.clear();
        } else if (!justRefused) {
            open.add(next);
        }
    }

    /** What is not there cannot be removed. */
    private long next() {
        number++;
        if (isRemoval(number) && (acknowledged == 0 || isRemoval(acknowledged))) {
            number++;
        }
        return number;
    }

    synchronized List<Made> made() {
        return List.copyOf(made);
    }

    synchronized long refused() {
        return refused;
    }

    synchronized List<String> otherwise() {
        return List.copyOf(otherwise);
    }

    /** What the nodes have that must not be. */
    synchronized List<String> lost() {
        return nodes.stream()
                .map(this::wrongAt)
                .filter(wrong -> !wrong.isEmpty())
                .toList();
    }

    private String wrongAt(Target node) {
        Reply reply = http.get(node, path);
        if (reply.status() == 404) {
            boolean expected = acknowledged == 0
                    || isRemoval(acknowledged)
                    || open.stream().anyMatch(Editor::isRemoval);
            return expected ? "" : name + " is gone at " + node + ", was " + acknowledged;
        } else if (!reply.isDone()) {
            return name + ": status " + reply.status() + " at " + node;
        }
        long found = number(reply);
        if (found == acknowledged) {
            return Long.parseLong(reply.tag()) < revision
                    ? name + " has revision " + reply.tag() + " at " + node + ", had " + revision
                    : "";
        }
        return open.contains(found) ? "" : name + " is " + found + " at " + node + ", was " + acknowledged;
    }

    private long number(Reply reply) {
        return grant
                ? Long.parseLong(reply.body().path("tokenSha256").asText().substring(1)) // behind whose it is
                : reply.body().at("/document/tools/numbered/limits/0/max").asLong();
    }

    private Target any() {
        return nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
    }

    private static boolean isRemoval(long number) {
        return number % REMOVED_EACH == 0;
    }

    private String document(long value) {
        return grant ? """
                {"kind":"Grant","name":"%s","server":"%s","policy":"%s","tokenSha256":"%d%063d"}""".formatted(name, Agents.SERVER, Askers.GRANT, index, value) : """
                {"kind":"Policy","name":"%s","document":{"version":"1","default":"deny","tools":{"numbered":\
                {"limits":[{"counter":"numbered","window":3600,"max":%d}]}}}}""".formatted(name, value);
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
}
