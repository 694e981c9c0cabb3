package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** An upstream's answer, held in memory up to a bound. */
final class Collected {
    private Collected() {}

    /** The whole body; fails with {@link UpstreamFailure}, and ends the exchange, if it is longer or breaks off. */
    static Future<Buffer> collect(UpstreamAnswer answer, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        answer.body()
                .exceptionHandler(failure -> whole.tryFail(new UpstreamFailure(
                        UpstreamFailure.Kind.BROKEN, answer.status(), "the server broke off its answer")));
        answer.body().handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                whole.tryFail(new UpstreamFailure(
                        UpstreamFailure.Kind.UNREADABLE,
                        answer.status(),
                        "the server's tool list is longer than " + maxBytes + " bytes"));
                answer.reset().run();
            } else {
                body.appendBuffer(chunk);
            }
        });
        answer.body().endHandler(end -> whole.tryComplete(body));
        answer.body().resume();
        return whole.future();
    }
}
