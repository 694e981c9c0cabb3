package dev.turnpike.gateway;

import dev.turnpike.gateway.cli.Turnpike;

/** The entry point of the process. */
public final class Main {
    private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private Main() {}

    public static void main(String[] args) {
        // Before anything touches the pool: with fewer than two threads the grid starts a thread for each completion.
        if (System.getProperty(PARALLELISM) == null) {
            int threads = Math.max(2, Runtime.getRuntime().availableProcessors() - 1);
            System.setProperty(PARALLELISM, Integer.toString(threads));
        }
        System.exit(Turnpike.run(args));
    }
}
