package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code params._meta} of a message (MCP 2026-07-28, "_meta"). */
final class Meta {
    static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String PROGRESS_TOKEN = "progressToken";

    private static final KnownKeys KNOWN = new KnownKeys(VERSION, CAPABILITIES, PROGRESS_TOKEN);

    private boolean isObject = true;
    private boolean oddVersion;
    private @Nullable String version;
    private boolean capabilities;
    private Elicitation elicitation = Elicitation.NONE;
    private @Nullable JsonNode progressToken;
    private @Nullable String traceParent;
    private @Nullable String traceState;

    /** Reads the value that comes next. */
    void read(StrictReader in) throws IOException {
        isObject = in.next() == JsonToken.START_OBJECT;
        if (!isObject) {
            in.passCurrent();
            return;
        }
        Keys keys = new Keys();
        for (String key = in.nextName(keys); key != null; key = in.nextName(keys)) {
            switch (key) {
                case VERSION -> {
                    version = in.nextText();
                    oddVersion = version == null;
                }
                case CAPABILITIES -> readCapabilities(in);
                case PROGRESS_TOKEN -> progressToken = in.nextValue();
                case TraceContext.PARENT -> traceParent = in.nextText();
                case TraceContext.STATE -> traceState = in.nextText();
                default -> {
                    KNOWN.refuseLookalike(key);
                    in.passNext();
                }
            }
        }
    }

    private void readCapabilities(StrictReader in) throws IOException {
        capabilities = in.next() == JsonToken.START_OBJECT;
        if (!capabilities) {
            in.passCurrent();
            return;
        }
        Keys keys = new Keys();
        for (String key = in.nextName(keys); key != null; key = in.nextName(keys)) {
            if (key.equals("elicitation")) {
                elicitation = Elicitation.of(in.nextValue());
            } else {
                in.passNext();
            }
        }
    }

    /** How the client can put a question to its user. */
    Elicitation elicitation() {
        return elicitation;
    }

    /** The trace that it belongs to. */
    Optional<TraceContext> trace() {
        return TraceContext.of(traceParent, traceState);
    }

    void requireObject() {
        if (!isObject) {
            throw WireException.invalidParams("`_meta` must be an object");
        }
    }

    /** The protocol version that the body names, if any. */
    @Nullable
    String version() {
        if (oddVersion) {
            throw WireException.invalidParams("`_meta[\"" + VERSION + "\"]` must be a string");
        }
        return version;
    }

    /** Throws unless it has what every modern request must have. */
    void requireModern() {
        if (version == null) {
            throw WireException.invalidParams("`_meta[\"" + VERSION + "\"]` is missing");
        }
        if (!capabilities) {
            throw WireException.invalidParams("`_meta[\"" + CAPABILITIES + "\"]` is missing or no object");
        }
    }

    /** JSON text of the progress token. */
    Optional<String> progressToken() {
        if (progressToken != null && progressToken.isIntegralNumber()) {
            return Optional.of(progressToken.asText());
        }
        return progressToken != null && progressToken.isTextual()
                ? Optional.of('"'
                        + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(progressToken.textValue()))
                        + '"')
                : Optional.empty();
    }
}
