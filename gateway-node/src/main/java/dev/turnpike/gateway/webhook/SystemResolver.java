package dev.turnpike.gateway.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the system, on threads of its own: a name server that hangs must hold nobody else. */
public final class SystemResolver implements Resolver, AutoCloseable {
    private static final int THREADS = 8;

    private final WorkerExecutor threads;
    private final Map<String, Future<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

    public SystemResolver(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("turnpike-names", THREADS);
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        Future<List<InetAddress>> asked = underWay.computeIfAbsent(
                host,
                name -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(name)), /* ordered= */ false));
        return asked.onComplete(answer -> underWay.remove(host, asked));
    }

    @Override
    public void close() {
        threads.close();
    }
}
