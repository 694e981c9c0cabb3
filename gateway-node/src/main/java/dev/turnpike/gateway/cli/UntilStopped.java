package dev.turnpike.gateway.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps a serving command until its process is told to end (Ctrl-C, SIGTERM); told twice, it ends at once. */
final class UntilStopped {
    private final Runnable end;
    private final Thread hook;

    private UntilStopped(Runnable end) {
        this.end = end;
        this.hook = new Thread(
                () -> {
                    SecondSignal.endsAtOnce();
                    end.run();
                },
                "end");
    }

    /** Never returns normally in a process of its own; {@code end} runs on the JVM's shutdown thread. */
    static void await(Runnable end) {
        from(end).await();
    }

    /** From now on {@code end} runs when the process is told to end, be the command ready or not. */
    static UntilStopped from(Runnable end) {
        UntilStopped stop = new UntilStopped(end);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // A test, or a process that embeds the command, ends it this way.
            cancel();
            end.run();
        }
    }

    /** Leaves the end to the caller. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs already.
        }
    }
}
