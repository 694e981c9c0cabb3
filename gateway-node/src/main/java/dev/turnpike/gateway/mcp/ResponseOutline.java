package dev.turnpike.gateway.mcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;

/**
 * What a JSON-RPC response is, seen from its outermost keys while its bytes pass. It holds a few dozen bytes however
 * large the response, and checks no more of the grammar than it needs: whatever it does not understand has no outcome.
 */
final class ResponseOutline {
    private static final int MOST_TOKEN_CHARS = 32;
    /** What JSON-RPC and MCP say before a tool runs; other errors can come out of one that had begun. */
    private static final Set<String> BEFORE_A_TOOL = Set.of("-32700", "-32600", "-32601", "-32602", "-32020", "-32042");

    private final StringBuilder token = new StringBuilder();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean keyNext;
    private boolean odd;
    private boolean closed;
    private String key = "";
    private String resultKey = "";
    private final String expectedId;
    private String id = "";
    private boolean hasId;
    private boolean hasResult;
    private boolean hasError;
    private boolean inResult;
    private boolean inError;
    private boolean errorIsObject;
    private String code = "";
    private String isError = "";
    private String resultType = "";

    /**
     * An outline of the response to one request.
     *
     * @param id JSON text of the request's id. An upstream that writes the same text with other escapes is not
     *     understood, which has no outcome
     */
    ResponseOutline(String id) {
        this.expectedId = new String(id.replace("\"", "").getBytes(UTF_8), ISO_8859_1);
    }

    void accept(byte b) {
        if (inString) {
            acceptInString(b);
            return;
        }
        switch (b) {
            case ' ', '\t', '\n', '\r' -> {}
            case '"' -> {
                odd |= closed;
                inString = true;
                token.setLength(0);
            }
            case '{', '[' -> open(b == '{');
            case '}', ']' -> close();
            case ',' -> {
                endValue();
                keyNext = isOfInterest();
            }
            case ':' -> token.setLength(0);
            default -> {
                odd |= depth == 0;
                capture(b);
            }
        }
    }

    /** What the message says of the call; empty if it is no response to it, or not a whole one. */
    Optional<CallOutcome> outcome() {
        if (!closed || odd || !id.equals(expectedId) || hasResult == hasError || (hasError && !errorIsObject)) {
            return Optional.empty();
        }
        if (hasError) {
            return Optional.of(CallOutcome.PROTOCOL_ERROR);
        }
        if (resultType.equals("input_required")) {
            return Optional.of(CallOutcome.INPUT_REQUIRED);
        }
        return Optional.of(isError.equals("true") ? CallOutcome.TOOL_ERROR : CallOutcome.RESULT);
    }

    /** Whether it is an error that the tool itself may have led to. */
    boolean mayHaveRun() {
        return hasError && !BEFORE_A_TOOL.contains(code);
    }

    private void acceptInString(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
            endString();
            return;
        }
        capture(b);
    }

    private void open(boolean object) {
        odd |= closed || (depth == 0 && !object);
        depth++;
        if (depth == 2) {
            inResult = object && key.equals("result");
            inError = object && key.equals("error");
            errorIsObject |= inError;
        }
        keyNext = object && isOfInterest();
    }

    private void close() {
        endValue();
        depth--;
        odd |= depth < 0;
        closed |= depth == 0;
        inResult &= depth >= 2;
        inError &= depth >= 2;
        keyNext = false;
    }

    private void endString() {
        if (!keyNext) {
            return; // a value; kept until the comma or bracket behind it
        }
        keyNext = false;
        String name = token.toString();
        token.setLength(0);
        odd |= name.indexOf('\\') >= 0 && !inError; // perhaps one of ours in disguise
        if (depth == 1) {
            key = name;
            odd |= (name.equals("result") && hasResult) || (name.equals("error") && hasError);
            odd |= name.equals("method") || (name.equals("id") && hasId);
            hasId |= name.equals("id");
            hasResult |= name.equals("result");
            hasError |= name.equals("error");
        } else {
            resultKey = name;
        }
    }

    private void endValue() {
        if (depth == 1 && key.equals("id") && hasId && id.isEmpty()) {
            id = token.toString();
        } else if (depth == 2 && inResult) {
            if (resultKey.equals("isError")) {
                odd |= !isError.isEmpty();
                isError = token.toString();
            } else if (resultKey.equals("resultType")) {
                odd |= !resultType.isEmpty();
                resultType = token.toString();
            }
            resultKey = "";
        } else if (depth == 2 && inError) {
            if (resultKey.equals("code")) {
                code = code.isEmpty() ? token.toString() : "twice";
            }
            resultKey = "";
        }
        token.setLength(0);
    }

    private boolean isOfInterest() {
        return depth == 1 || (depth == 2 && (inResult || inError));
    }

    private void capture(byte b) {
        if (isOfInterest() && token.length() < Math.max(MOST_TOKEN_CHARS, expectedId.length() + 1)) {
            token.append((char) (b & 0xFF));
        }
    }
}
