package dev.turnpike.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;

/** The URLs by which clients know this gateway. */
final class PublicUrls {
    static final String METADATA_PATH = "/.well-known/oauth-protected-resource/mcp/";
    static final String MCP_PATH = "/mcp/";

    private final Optional<String> base;

    PublicUrls(Optional<URI> publicUrl) {
        this.base = publicUrl.map(url -> url.toString().replaceAll("/+$", ""));
    }

    String resource(HttpServerRequest request, String server) {
        return base(request) + MCP_PATH + server;
    }

    /** Where the protected resource describes itself (RFC 9728, section 3.1). */
    String metadata(HttpServerRequest request, String server) {
        return base(request) + METADATA_PATH + server;
    }

    /** Without a configured URL, the one the client used; its Host has been checked. */
    private String base(HttpServerRequest request) {
        return base.orElseGet(() -> (request.isSSL() ? "https://" : "http://") + request.authority());
    }
}
