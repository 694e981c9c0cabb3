package dev.turnpike.loadtest.proof;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a node as {@code turnpike up} does, with settings from the environment, by a clock that can be set wrong. Ends
 * with the process that started it.
 */
public final class ShiftedNode {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private ShiftedNode() {}

    /**
     * Runs the node until it is stopped.
     *
     * @param arguments the file that says by how many milliseconds the clock is wrong
     */
    public static void main(String[] arguments) {
        ShiftedClock clock = ShiftedClock.follow(Path.of(arguments[0]));
        Node node = Node.start(
                NodeConfigReader.read(Map.of(), System.getenv(), Optional.empty()),
                new Secrets(System.getenv()),
                clock,
                new Problems());
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
        long parent = parent();
        while (parent() == parent) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        System.exit(1);
    }

    private static long parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    }

    /** Prints what is wrong with the documents; their changes are no news here. */
    private static final class Problems implements ResourceWatcher {
        @Override
        public void applied(Change change) {}

        @Override
        public void refused(List<ConfigProblem> problems) {
            problems.forEach(System.err::println);
        }
    }
}
