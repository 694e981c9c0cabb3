package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a client's request belongs to, as its headers or the {@code _meta} of its message tell (W3C Trace
 * Context; MCP 2026-07-28, "_meta": OpenTelemetry trace context, SEP-414). What is malformed or too long is no context,
 * and never an error.
 *
 * @param parent the value of {@code traceparent}
 * @param state the value of {@code tracestate}; empty where there is none that can be used
 */
public record TraceContext(String parent, String state) {
    /** The key, and the header. */
    public static final String PARENT = "traceparent";

    /** The key, and the header. */
    public static final String STATE = "tracestate";

    /** As long as everybody must at least be able to pass on (W3C Trace Context, "tracestate Limits"). */
    private static final int LONGEST_STATE = 512;

    private static final int MOST_MEMBERS = 32;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_PARENT = 128;
    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int FLAGS_AT = 53;
    private static final int LENGTH = 55;

    /** The context of a message with these two. */
    static Optional<TraceContext> of(@Nullable String parent, @Nullable String state) {
        return parent == null || !isParent(parent)
                ? Optional.empty()
                : Optional.of(new TraceContext(parent, state == null || !isState(state) ? "" : state));
    }

    /** The context of a request with these headers. */
    public static Optional<TraceContext> of(MultiMap headers) {
        if (!headers.contains(PARENT)) {
            return Optional.empty();
        }
        List<String> parents = headers.getAll(PARENT);
        return parents.size() == 1
                ? of(parents.get(0), String.join(",", headers.getAll(STATE)))
                : Optional.empty(); // of two, nobody knows which is meant
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return parent.substring(TRACE_AT, SPAN_AT - 1);
    }

    /** Of later versions, the part that all have in common counts. */
    private static boolean isParent(String text) {
        if (text.length() < LENGTH || text.length() > LONGEST_PARENT) {
            return false;
        }
        boolean first = text.startsWith("00-");
        return (text.length() == LENGTH || (!first && text.charAt(LENGTH) == '-'))
                && !text.startsWith("ff")
                && isHex(text, 0, TRACE_AT - 1)
                && text.charAt(TRACE_AT - 1) == '-'
                && isId(text, TRACE_AT, SPAN_AT - 1)
                && text.charAt(SPAN_AT - 1) == '-'
                && isId(text, SPAN_AT, FLAGS_AT - 1)
                && text.charAt(FLAGS_AT - 1) == '-'
                && isHex(text, FLAGS_AT, LENGTH)
                && isVisible(text);
    }

    private static boolean isId(String text, int from, int to) {
        boolean some = false;
        for (int i = from; i < to; i++) {
            some |= text.charAt(i) != '0';
        }
        return some && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '!' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isState(String text) {
        if (text.length() > LONGEST_STATE) {
            return false;
        }
        String[] members = text.split(",", -1);
        if (members.length > MOST_MEMBERS) {
            return false;
        }
        for (String member : members) {
            String trimmed = member.strip();
            if (!trimmed.isEmpty() && !isMember(trimmed)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMember(String member) {
        int equals = member.indexOf('=');
        if (equals < 1 || equals > LONGEST_KEY || equals == member.length() - 1) {
            return false;
        }
        for (int i = 0; i < member.length(); i++) {
            char c = member.charAt(i);
            boolean fits = i < equals
                    ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "_-*/@".indexOf(c) >= 0
                    : i == equals || (c >= ' ' && c <= '~' && c != '=');
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
