package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.mcp.Era;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How counters tell the MCP sessions of a grant apart. */
final class Sessions {
    /** Stands for all calls without a session, which share one counter of their grant. */
    static final String NONE = "-";

    static final String HEADER = "Mcp-Session-Id";

    private static final int DIGEST_BYTES = 16;

    private Sessions() {}

    /**
     * A digest of the session id: a session id is a credential of its upstream and must not be kept. The modern era has
     * no sessions, and a header that says otherwise is not believed.
     */
    static String key(MultiMap headers, Era era) {
        @Nullable String session = headers.get(HEADER);
        if (session == null || era == Era.MODERN) {
            return NONE;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(java.util.Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }
}
