package dev.turnpike.gateway.upstream;

import dev.turnpike.gateway.pipeline.Deadlines;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of an answer, which is given up when it stops coming. Confined to the event loop of its client. */
final class TimedBody implements ReadStream<Buffer> {
    private final Vertx vertx;
    private final HttpClientResponse response;
    private final long silenceNanos;
    private final Deadlines.Deadline deadline;
    private long lastNanos = System.nanoTime();
    private boolean over;

    /**
     * Begins to wait for it.
     *
     * @param silence the longest time between two parts of it
     */
    TimedBody(Vertx vertx, Deadlines deadlines, HttpClientResponse response, Duration silence) {
        this.vertx = vertx;
        this.response = response;
        this.silenceNanos = silence.toNanos();
        this.deadline = deadlines.in(silence, this::look);
        endHandler(/* endHandler= */ null);
        exceptionHandler(/* handler= */ null);
    }

    @Override
    public TimedBody handler(@Nullable Handler<Buffer> handler) {
        response.handler(
                handler == null
                        ? null
                        : part -> {
                            lastNanos = System.nanoTime();
                            handler.handle(part);
                        });
        return this;
    }

    @Override
    public TimedBody endHandler(@Nullable Handler<Void> endHandler) {
        response.endHandler(end -> {
            done();
            if (endHandler != null) {
                endHandler.handle(null);
            }
        });
        return this;
    }

    @Override
    public TimedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        response.exceptionHandler(failure -> {
            done();
            if (handler != null) {
                handler.handle(failure);
            }
        });
        return this;
    }

    @Override
    public TimedBody pause() {
        response.pause();
        return this;
    }

    @Override
    public TimedBody resume() {
        response.resume();
        return this;
    }

    @Override
    public TimedBody fetch(long amount) {
        response.fetch(amount);
        return this;
    }

    private void done() {
        over = true;
        deadline.cancel();
    }

    private void look() {
        long leftNanos = lastNanos + silenceNanos - System.nanoTime();
        if (over) {
            return;
        }
        if (leftNanos <= 0) {
            response.request().reset();
        } else {
            vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1, tick -> look());
        }
    }
}
