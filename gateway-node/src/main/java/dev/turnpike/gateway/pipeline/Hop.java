package dev.turnpike.gateway.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one place where an answer of the shared state comes back to the context of its request. */
final class Hop {
    private Hop() {}

    /** A future that completes on {@code context}, which must be the current one; at once if the stage is complete. */
    static <T> Future<T> to(Context context, CompletionStage<T> stage) {
        CompletableFuture<T> answer = stage.toCompletableFuture();
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            return Future.succeededFuture(answer.join());
        }
        Promise<T> promise = Promise.promise();
        // An executor that runs at once, because the context is the executor that counts: the common pool would start
        // a thread for each completion on small machines.
        stage.whenCompleteAsync(
                (value, failure) -> context.runOnContext(ignored -> {
                    if (failure == null) {
                        promise.complete(value);
                    } else {
                        promise.fail(failure);
                    }
                }),
                Runnable::run);
        return promise.future();
    }
}
