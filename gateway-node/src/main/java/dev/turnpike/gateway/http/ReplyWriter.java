package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Reply;
import dev.turnpike.gateway.pipeline.Transit;
import dev.turnpike.gateway.pipeline.UpstreamAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reply to its client. A streamed one passes chunk by chunk at the client's pace; if the client goes away, the
 * exchange with the upstream ends too, and if the upstream breaks off, so does the answer. Confined to the event loop.
 */
final class ReplyWriter {
    private static final long UNKNOWN = -1;
    private static final long WORTH_READING_BYTES = 64 << 10;
    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,18}");

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Reply reply;
    private final Future<Void> gone;
    private final Untaken untaken;
    private final Runnable whole;
    private final Promise<Void> written = Promise.promise();
    private long received;
    /** Whether the transit has been told that nothing more comes. */
    private boolean ended;
    /** While a client that has a tool's answer to come takes no more of it. */
    private Optional<Deadlines.Deadline> stalled = Optional.empty();
    /** Whether a chunk is held back by its transit: the next must not overtake it. */
    private boolean waiting;

    /**
     * Of one reply.
     *
     * @param gone when nobody waits for it any more
     * @param whole is told when all of it is known, and the rest is up to the client
     */
    ReplyWriter(HttpServerRequest request, Reply reply, Future<Void> gone, Untaken untaken, Runnable whole) {
        this.request = request;
        this.response = request.response();
        this.reply = reply;
        this.gone = gone;
        this.untaken = untaken;
        this.whole = whole;
    }

    /** Completes when nothing more will be written; never fails. */
    Future<Void> write() {
        return reply.fold(this::whole, this::streamed);
    }

    private Future<Void> whole(Reply.Whole whole) {
        if (gone.isComplete() || response.ended()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(whole.status());
        response.headers().addAll(whole.headers());
        if (!isShort(request)) {
            UnreadBody.announce(request);
        }
        finish(whole.body());
        return written.future();
    }

    /** Whether the body, which nobody wants, costs less to read than a new connection. */
    private static boolean isShort(HttpServerRequest request) {
        @Nullable String told = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return told != null && SHORT_NUMBER.matcher(told).matches() && Long.parseLong(told) <= WORTH_READING_BYTES;
    }

    private Future<Void> streamed(Reply.Streamed streamed) {
        UpstreamAnswer answer = streamed.answer();
        Transit transit = streamed.transit();
        if (gone.isComplete()) {
            abort(answer, transit, /* byClient= */ true);
            return written.future();
        }
        gone.onComplete(closed -> abort(answer, transit, /* byClient= */ true));
        response.setStatusCode(answer.status());
        response.headers().addAll(answer.headers());
        if (!transit.keepsLength()) {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
        }
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        if (answer.isEventStream()) {
            response.writeHead(); // the first event may be far away
        }
        pump(answer, transit);
        return written.future();
    }

    private void pump(UpstreamAnswer answer, Transit transit) {
        answer.body().exceptionHandler(failure -> abort(answer, transit, /* byClient= */ false));
        response.drainHandler(drained -> {
            goesOn();
            if (!waiting) {
                answer.body().resume();
            }
        });
        long length = transit.keepsLength() ? length(answer) : UNKNOWN;
        answer.body().handler(chunk -> {
            Future<Buffer> out = transit.chunk(chunk);
            received += chunk.length();
            if (out.succeeded()) {
                if (received == length) {
                    end(answer, transit, out.result());
                } else {
                    send(answer, transit, out.result());
                }
                return;
            }
            answer.body().pause();
            waiting = true;
            out.onSuccess(late -> {
                waiting = false;
                send(answer, transit, late);
                if (!response.writeQueueFull()) {
                    answer.body().resume();
                }
            });
            out.onFailure(failure -> abort(answer, transit, /* byClient= */ false));
        });
        answer.body().endHandler(end -> {
            if (!ended) {
                end(answer, transit, Buffer.buffer());
            }
        });
        answer.body().resume();
    }

    /** Writes the last chunk, together with the end where nothing has to be awaited in between. */
    private void end(UpstreamAnswer answer, Transit transit, Buffer chunk) {
        ended = true;
        Future<Buffer> last = transit.end();
        if (last.succeeded() && last.result().length() == 0) {
            finish(chunk);
            return;
        }
        last.onSuccess(rest -> finish(Buffer.buffer().appendBuffer(chunk).appendBuffer(rest)))
                .onFailure(failure -> abort(answer, transit, /* byClient= */ false));
    }

    /** How long the body will be, if the upstream has told. */
    private static long length(UpstreamAnswer answer) {
        @Nullable String told = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
        return told == null || !SHORT_NUMBER.matcher(told).matches() ? UNKNOWN : Long.parseLong(told);
    }

    private void send(UpstreamAnswer answer, Transit transit, Buffer chunk) {
        if (chunk.length() == 0 || written.future().isComplete()) {
            return;
        }
        response.write(chunk);
        if (response.writeQueueFull()) {
            answer.body().pause();
            if (transit.mustFinish() && stalled.isEmpty()) { // it takes the place of a request
                stalled = Optional.of(untaken.stalls(request));
            }
        }
    }

    private void goesOn() {
        stalled.ifPresent(Deadlines.Deadline::cancel);
        stalled = Optional.empty();
    }

    private void finish(Buffer last) {
        if (written.future().isComplete()) {
            return;
        }
        goesOn();
        whole.run();
        untaken.add(request, last.length(), written.future());
        gone.onComplete(closed -> written.tryComplete());
        if (request.version() != HttpVersion.HTTP_2 && response.writeQueueFull()) {
            // The next request of the connection is not read before: its answer would lie here, too.
            response.drainHandler(drained -> end(last));
        } else {
            end(last);
        }
    }

    private void end(Buffer last) {
        if (written.future().isComplete()) {
            return;
        }
        response.drainHandler(/* handler= */ null);
        Future<Void> taken = last.length() == 0 ? response.end() : response.end(last);
        taken.onComplete(done -> written.tryComplete());
    }

    private void abort(UpstreamAnswer answer, Transit transit, boolean byClient) {
        if (!written.tryComplete()) {
            return;
        }
        goesOn();
        transit.aborted(byClient);
        answer.reset().run();
        if (!byClient) {
            response.reset(); // a half answer must not look like a whole one
        }
    }
}
