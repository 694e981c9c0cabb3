package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Reply;
import dev.turnpike.gateway.pipeline.Transit;
import dev.turnpike.gateway.pipeline.UpstreamAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes a reply to its client. A streamed one passes chunk by chunk at the client's pace; if the client goes away, the
 * exchange with the upstream ends too, and if the upstream breaks off, so does the answer. Confined to the event loop.
 */
final class ReplyWriter {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Reply reply;
    private final Future<Void> gone;
    private final Promise<Void> written = Promise.promise();
    /** Whether a chunk is held back by its transit: the next must not overtake it. */
    private boolean waiting;

    ReplyWriter(HttpServerRequest request, Reply reply, Future<Void> gone) {
        this.request = request;
        this.response = request.response();
        this.reply = reply;
        this.gone = gone;
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
        if (!request.isEnded()) {
            // The rest of the body is not read: the connection cannot be used again.
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        return response.end(whole.body()).otherwiseEmpty();
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
            if (!waiting) {
                answer.body().resume();
            }
        });
        answer.body().handler(chunk -> {
            Future<Buffer> out = transit.chunk(chunk);
            if (out.succeeded()) {
                send(answer, out.result());
                return;
            }
            answer.body().pause();
            waiting = true;
            out.onSuccess(late -> {
                waiting = false;
                send(answer, late);
                if (!response.writeQueueFull()) {
                    answer.body().resume();
                }
            });
            out.onFailure(failure -> abort(answer, transit, /* byClient= */ false));
        });
        answer.body()
                .endHandler(end -> transit.end()
                        .onSuccess(this::finish)
                        .onFailure(failure -> abort(answer, transit, /* byClient= */ false)));
        answer.body().resume();
    }

    private void send(UpstreamAnswer answer, Buffer chunk) {
        if (chunk.length() == 0 || written.future().isComplete()) {
            return;
        }
        response.write(chunk);
        if (response.writeQueueFull()) {
            answer.body().pause();
        }
    }

    private void finish(Buffer last) {
        if (!written.future().isComplete()) {
            Future<Void> ended = last.length() == 0 ? response.end() : response.end(last);
            ended.onComplete(done -> written.tryComplete());
        }
    }

    private void abort(UpstreamAnswer answer, Transit transit, boolean byClient) {
        if (!written.tryComplete()) {
            return;
        }
        transit.aborted(byClient);
        answer.reset().run();
        if (!byClient) {
            response.reset(); // a half answer must not look like a whole one
        }
    }
}
