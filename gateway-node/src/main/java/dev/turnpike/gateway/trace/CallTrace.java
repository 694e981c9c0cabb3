package dev.turnpike.gateway.trace;

import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.gateway.audit.AuditRecord;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * The trace of one call, from its arrival to its record. Confined to the call's event loop; never throws. What it does
 * unless said otherwise is nothing.
 */
public interface CallTrace {
    /** Of a call that is not traced. */
    CallTrace NONE = new CallTrace() {};

    /** What a call goes through, one after the other; each has a span of its own. */
    enum Step {
        /** The policy decides. */
        DECIDE,
        /** A person agrees where one must, and limits are spent. */
        CLEAR,
        /** The upstream answers. */
        FORWARD
    }

    /** The trace's id, 32 hexadecimal digits; empty if it belongs to none. */
    default Optional<String> id() {
        return Optional.empty();
    }

    /** Whether anybody will see it, so that it is worth while to say more of it. */
    default boolean isRecorded() {
        return false;
    }

    /** The next step begins, and the one before is over. */
    default void enter(Step step) {}

    /** An approval was asked for, or used. */
    default void ruled(Ruling ruling) {}

    /** Writes what the upstream must know of the trace into its headers, in place of what the client sent. */
    default void inject(MultiMap headers) {}

    /**
     * The call is over. The first end counts.
     *
     * @param tool the tool's name; empty if nobody but the caller knows it
     * @param session tells the calls of one MCP session from others; empty without one
     */
    default void end(AuditRecord record, String tool, String session) {}

    /**
     * The call is over, and has no record.
     *
     * @param why one word, out of a fixed set
     */
    default void fail(String why) {}
}
