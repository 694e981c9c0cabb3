package dev.turnpike.gateway.http;

import dev.turnpike.gateway.config.Directory;
import dev.turnpike.gateway.config.Grant;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.config.WebAccess;
import dev.turnpike.gateway.pipeline.Caller;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may come in: the checks that need no more than a request's head. Confined to one event loop. */
final class Admission {
    private static final String BEARER = "bearer ";
    private static final char DELETE = 0x7f;

    private final LiveDirectory directory;
    private final WebAccess access;
    private final PublicUrls urls;
    /** The last header that was allowed, if any was; most are the same. */
    private String allowedHost = "";

    Admission(LiveDirectory directory, WebAccess access, PublicUrls urls) {
        this.directory = directory;
        this.access = access;
        this.urls = urls;
    }

    /**
     * Host and Origin, against pages that rebind a name to this node (MCP 2026-07-28, "Security Warning").
     *
     * @throws Rejected 403
     */
    void checkAddress(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (allowedHost.isEmpty() || hosts.size() != 1 || !hosts.get(0).equals(allowedHost)) {
            @Nullable
            String host =
                    request.authority() == null ? null : request.authority().toString();
            if (hosts.size() > 1 || host == null || !access.allowsHost(host)) {
                throw new Rejected(
                        403, "host", "this host name is not served; allow it with the setting `allowed-hosts`");
            }
            allowedHost = hosts.isEmpty() ? "" : hosts.get(0);
        }
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        if (!origins.isEmpty() && !origins.stream().allMatch(access::allowsOrigin)) {
            throw new Rejected(
                    403, "origin", "this origin is not allowed; allow it with the setting `allowed-origins`");
        }
    }

    /**
     * Values that a header may not have (RFC 9113, section 8.2.1): to the upstream they could be more than one. Of
     * HTTP/1.1 nothing else can be read.
     *
     * @throws Rejected 400
     */
    static void checkValues(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.headers().forEach((name, value) -> {
                for (int i = 0; i < value.length(); i++) {
                    char c = value.charAt(i);
                    if ((c < ' ' && c != '\t') || c == DELETE) {
                        throw new Rejected(400, "header", "the value of a header has a control character");
                    }
                }
            });
        }
    }

    /**
     * The caller that the request's token stands for.
     *
     * @throws Rejected 404 for an unknown server, 401 for everything that is not a valid token of that server
     */
    Caller admit(HttpServerRequest request, String serverName, Instant now) {
        Directory current = directory.current();
        Server server = current.server(serverName)
                .orElseThrow(() -> new Rejected(404, "unknown_server", "there is no such server at this gateway"));
        String token = token(request.headers())
                .orElseThrow(() -> new Rejected(401, "no_token", "send a grant's token: `Authorization: Bearer tpk_…`")
                        .with("WWW-Authenticate", challenge(request, server)));
        // A token of another server is answered as an unknown one: it must not become known as valid elsewhere.
        Grant grant = current.grantByToken(token)
                .filter(known -> known.server().equals(server.name()) && known.valid(now))
                .orElseThrow(() -> new Rejected(
                                401, "bad_token", "the token is unknown, expired, disabled or not for this server")
                        .with("WWW-Authenticate", challenge(request, server) + ", error=\"invalid_token\""));
        return new Caller(grant, server);
    }

    private String challenge(HttpServerRequest request, Server server) {
        return "Bearer resource_metadata=\"" + urls.metadata(request, server.name()) + "\"";
    }

    /** The one bearer token of a request (RFC 6750, section 2.1); never from the URL. */
    private static Optional<String> token(MultiMap headers) {
        List<String> values = headers.getAll(HttpHeaders.AUTHORIZATION);
        if (values.size() != 1) {
            return Optional.empty();
        }
        String value = values.get(0);
        return value.regionMatches(/* ignoreCase= */ true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(value.substring(BEARER.length()).trim())
                : Optional.empty();
    }
}
