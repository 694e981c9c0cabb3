package dev.turnpike.gateway.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps a serving command until its process is told to end (Ctrl-C, SIGTERM); told twice, it ends at once. */
final class UntilStopped {
    private UntilStopped() {}

    /** Never returns normally in a process of its own; {@code end} runs on the JVM's shutdown thread. */
    static void await(Runnable end) {
        Runnable stop = () -> {
            SecondSignal.endsAtOnce();
            end.run();
        };
        Thread hook = new Thread(stop, "end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // A test, or a process that embeds the command, ends it this way.
            Runtime.getRuntime().removeShutdownHook(hook);
            end.run();
        }
    }
}
