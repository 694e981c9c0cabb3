package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

/** An upstream that gave no answer that may be passed on. It has no stack trace; the message names no secret. */
public final class UpstreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int upstreamStatus;

    /** What went wrong. */
    public enum Kind {
        /** It could not be reached, or this node has no credentials for it: the request was never sent. */
        UNREACHABLE(502, true),
        /** It answered with a status that must not reach a client, such as a demand for other credentials. */
        REFUSED(502, true),
        /** The head of its answer did not come in time. */
        TIMEOUT(504, false),
        /** The connection was lost after the request was sent. */
        BROKEN(502, false),
        /** Its answer cannot be filtered, so none of it may pass. */
        UNREADABLE(502, false),
        /** The client is gone, and the exchange was ended. */
        CANCELLED(499, false);

        private final int status;
        private final boolean surelyDidNotRun;

        Kind(int status, boolean surelyDidNotRun) {
            this.status = status;
            this.surelyDidNotRun = surelyDidNotRun;
        }
    }

    public UpstreamFailure(Kind kind, int upstreamStatus, String sentence) {
        super(sentence, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.kind = requireNonNull(kind, "kind");
        this.upstreamStatus = upstreamStatus;
    }

    public UpstreamFailure(Kind kind, String sentence) {
        this(kind, /* upstreamStatus= */ 0, sentence);
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status for requests that have no JSON-RPC id; for the others, the JSON-RPC code. */
    public int status() {
        return kind.status;
    }

    /** What the upstream answered, or 0. */
    public int upstreamStatus() {
        return upstreamStatus;
    }

    /** Whether a tool call surely did not run. */
    public boolean surelyDidNotRun() {
        return kind.surelyDidNotRun;
    }

    /** What is wrong, for people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
