package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.mcp.Answers;
import dev.turnpike.gateway.mcp.Progress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call that waits for a person: an event stream that begins at once, so that nobody takes the silence for
 * a lost connection, and ends with the call's own answer, however that one comes. Confined to the call's event loop.
 */
final class HeldReply implements ReadStream<Buffer> {
    private static final Buffer COMMENT = Buffer.buffer(": waiting for a person\n\n");

    private final Call call;
    private final KeepAlive keepAlive;
    private final Optional<Progress> progress;
    private final HeldTransit transit = new HeldTransit();
    private Optional<Handler<Buffer>> handler = Optional.empty();
    private Optional<Handler<Void>> endHandler = Optional.empty();
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable UpstreamAnswer inner;
    private @Nullable Buffer whole;
    private @Nullable Throwable broken;
    private Deadlines.@Nullable Deadline next;
    private boolean flowing;
    private boolean over;

    private HeldReply(Call call, KeepAlive keepAlive, String sentence) {
        this.call = call;
        this.keepAlive = keepAlive;
        this.progress = call.message().progressToken().map(token -> new Progress(token, sentence));
    }

    /** Whether the client can read an answer that begins before it is known. */
    static boolean suits(Call call) {
        return call.inbound().headers().getAll(HttpHeaders.ACCEPT).stream()
                .anyMatch(accepted -> accepted.contains("text/event-stream") || accepted.contains("*/*"));
    }

    /**
     * A reply that begins now.
     *
     * @param sentence what the client is told meanwhile, if it wants progress
     * @param reply the call's own; must not fail but by a fault
     */
    static Reply of(Call call, KeepAlive keepAlive, String sentence, Future<Reply> reply) {
        HeldReply held = new HeldReply(call, keepAlive, sentence);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaders.CACHE_CONTROL, "no-cache")
                .set("x-accel-buffering", "no");
        reply.onComplete(done -> {
            if (done.succeeded()) {
                held.settle(done.result());
            } else {
                held.fail(done.cause());
            }
        });
        return new Reply.Streamed(new UpstreamAnswer(200, headers, held, held::reset), held.transit);
    }

    private void begin() {
        next = keepAlive.second(this::goOn);
        signOfLife();
    }

    private void goOn() {
        next = keepAlive.next(this::goOn);
        signOfLife();
    }

    private void signOfLife() {
        if (flowing) {
            handler.ifPresent(to -> to.handle(progress.map(Progress::next).orElse(COMMENT)));
        }
    }

    private void settle(Reply reply) {
        silence();
        if (over) {
            reply.fold(whole -> whole, streamed -> {
                streamed.transit().aborted(/* byClient= */ true);
                streamed.answer().reset().run();
                return streamed;
            });
            return;
        }
        reply.fold(
                some -> {
                    whole = HeldTransit.event(some.body());
                    return some;
                },
                streamed -> {
                    settle(streamed);
                    return streamed;
                });
        pump();
    }

    private void settle(Reply.Streamed streamed) {
        UpstreamAnswer answer = streamed.answer();
        if (!answer.succeeded() || !(answer.isEventStream() || answer.isJson())) {
            streamed.transit().end(); // records what became of it
            answer.reset().run();
            String what = "server `" + call.server().name() + "` answered with HTTP status " + answer.status();
            whole = HeldTransit.event(Answers.error(call.message().id(), answer.status(), what, /* data= */ null));
            return;
        }
        transit.follow(streamed.transit(), answer.isEventStream());
        inner = answer;
        if (exceptionHandler != null) {
            answer.body().exceptionHandler(exceptionHandler);
        }
        handler.ifPresent(to -> answer.body().handler(to));
        endHandler.ifPresent(to -> answer.body().endHandler(to));
    }

    private void fail(Throwable failure) {
        silence();
        broken = failure;
        pump();
    }

    private void pump() {
        if (broken != null) {
            if (!over && exceptionHandler != null) { // else it is told to whoever reads, once somebody does
                over = true;
                exceptionHandler.handle(broken);
            }
        } else if (inner != null) {
            if (flowing) {
                inner.body().resume();
            }
        } else if (flowing && whole != null) {
            Buffer last = whole;
            whole = null;
            over = true;
            handler.ifPresent(to -> to.handle(last));
            endHandler.ifPresent(to -> to.handle(null));
        }
    }

    /** Nobody wants the rest. */
    private void reset() {
        over = true;
        silence();
        if (inner != null) {
            inner.reset().run();
        }
    }

    private void silence() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> to) {
        exceptionHandler = to;
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> to) {
        handler = Optional.ofNullable(to);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> to) {
        endHandler = Optional.ofNullable(to);
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        flowing = false;
        if (inner != null) {
            inner.body().pause();
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        flowing = true;
        if (next == null && inner == null && whole == null && broken == null && !over) {
            begin();
        }
        pump();
        return this;
    }
}
