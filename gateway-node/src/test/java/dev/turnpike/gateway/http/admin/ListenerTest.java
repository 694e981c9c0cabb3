package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.http.admin.Listener.Event;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Reader reader = new Reader();
    private final Listener listener = new Listener(context, reader.response(), TokenHash.of("dave's"));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void whatIsOpenComesFirstAndWhatIsKnownIsNotRepeated() {
        listener.tell(event("a", 1));
        listener.tell(event("b", 1));
        listener.tell(event("a", 2));

        listener.begin(List.of(event("a", 1)).iterator(), Map.of("a", 1L));

        assertThat(settled()).containsSubsequence("a1", "b1", "a2").hasSize(4);
    }

    @Test
    void aReaderMayTakeTheirTime() {
        reader.full = true;
        listener.begin(List.of(event("a", 1), event("b", 1)).iterator(), Map.of());
        listener.tell(event("c", 1));
        assertThat(settled()).doesNotContain("a1");

        reader.takes();

        assertThat(settled()).containsSubsequence("a1", "b1", "c1");
        assertThat(reader.cut).isFalse();
    }

    @Test
    void whoFallsTooFarBehindIsCutOff() {
        reader.full = true;
        listener.begin(List.<Event>of().iterator(), Map.of());
        for (int news = 0; news < Listener.MOST_WAITING; news++) {
            listener.tell(event("a", news));
        }
        settled();
        assertThat(reader.cut).isFalse();

        listener.tell(event("a", Listener.MOST_WAITING));

        settled();
        assertThat(reader.cut).isTrue();
    }

    @Test
    void whoTakesNothingBetweenTwoLooksIsCutOff() {
        listener.begin(List.of(event("a", 1)).iterator(), Map.of());
        settled();
        reader.full = true;
        listener.keepAlive();
        settled();
        assertThat(reader.cut).isFalse();

        listener.keepAlive();

        settled();
        assertThat(reader.cut).isTrue();
    }

    @Test
    void whoListensHearsThatTheConnectionLives() {
        listener.begin(List.<Event>of().iterator(), Map.of());
        listener.keepAlive();

        assertThat(settled()).contains(": still here\n\n");
    }

    private static Event event(String id, long revision) {
        return new Event(id, revision, id + revision);
    }

    /** What was written, once the context has done all that it was given. */
    private List<String> settled() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(done::complete);
        done.join();
        return reader.written;
    }

    /** The other end of a response. */
    private final class Reader {
        private final List<String> written = new CopyOnWriteArrayList<>();
        private volatile boolean full;
        private volatile boolean cut;
        private volatile Handler<Void> drained = nothing -> {};

        void takes() {
            full = false;
            context.runOnContext(now -> drained.handle(null));
        }

        HttpServerResponse response() {
            return (HttpServerResponse) Proxy.newProxyInstance(
                    ListenerTest.class.getClassLoader(),
                    new Class<?>[] {HttpServerResponse.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "writeQueueFull" -> full;
                        case "write" -> {
                            written.add(String.valueOf(arguments[0]));
                            yield Future.succeededFuture();
                        }
                        case "drainHandler" -> {
                            @SuppressWarnings("unchecked")
                            Handler<Void> handler = (Handler<Void>) arguments[0];
                            drained = handler;
                            yield proxy;
                        }
                        case "reset" -> {
                            cut = true;
                            yield Future.succeededFuture();
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }
}
