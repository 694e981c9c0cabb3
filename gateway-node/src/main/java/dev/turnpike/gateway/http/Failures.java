package dev.turnpike.gateway.http;

import dev.turnpike.gateway.mcp.Answers;
import dev.turnpike.gateway.mcp.WireException;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.Rejected;
import dev.turnpike.gateway.pipeline.Reply;
import dev.turnpike.gateway.pipeline.UpstreamFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one mapping from whatever stopped a request to an HTTP answer. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int INTERNAL_ERROR = -32603;

    private Failures() {}

    static Reply reply(Throwable failure, Meters meters) {
        if (failure instanceof Rejected rejected) {
            meters.rejected(rejected.reason());
            Reply reply = Reply.json(rejected.status(), rejected.body());
            return reply.<Reply>fold(
                    whole -> {
                        whole.headers().addAll(rejected.headers());
                        return whole;
                    },
                    streamed -> streamed);
        }
        if (failure instanceof WireException malformed) {
            meters.rejected("malformed");
            return Reply.json(malformed.httpStatus(), malformed.body());
        }
        if (failure instanceof UpstreamFailure lost) {
            meters.rejected("upstream");
            return Reply.json(lost.status(), Answers.error(/* id= */ null, lost.status(), lost.sentence(), null));
        }
        meters.rejected("internal_error");
        LOG.error("a request ended in a fault of the gateway", failure);
        return Reply.json(500, Answers.error(/* id= */ null, INTERNAL_ERROR, "internal error", /* data= */ null));
    }
}
