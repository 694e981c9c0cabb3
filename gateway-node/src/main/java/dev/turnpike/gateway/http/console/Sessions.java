package dev.turnpike.gateway.http.console;

import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.http.admin.OperatorAccess;
import dev.turnpike.gateway.seal.Seal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Who is signed in, kept in a sealed cookie, which any node of the cluster opens. A session ends after eight hours, and
 * at once when the operator or the token is gone. Thread-safe.
 */
final class Sessions {
    static final Duration LONGEST = Duration.ofHours(8);
    private static final String PURPOSE = "console";
    private static final int FORM_TOKEN_BYTES = 18;
    private static final int PARTS = 4;

    private final Vertx vertx;
    private final Seal seal;
    private final OperatorAccess access;
    private final InstantSource clock;
    private final boolean tls;
    private final SecureRandom random = new SecureRandom();

    /** @param tls whether browsers reach the console by https alone */
    Sessions(Vertx vertx, Seal seal, OperatorAccess access, InstantSource clock, boolean tls) {
        this.vertx = vertx;
        this.seal = seal;
        this.access = access;
        this.clock = clock;
        this.tls = tls;
    }

    /** Begins one: the answer carries its cookie. */
    Future<Void> begin(Operator operator, HttpServerResponse response) {
        byte[] token = new byte[FORM_TOKEN_BYTES];
        random.nextBytes(token);
        String text = String.join(
                "\n",
                operator.name(),
                operator.token().hex(),
                Long.toString(clock.millis() + LONGEST.toMillis()),
                Base64.getUrlEncoder().encodeToString(token));
        return Future.fromCompletionStage(seal.seal(PURPOSE, text), vertx.getOrCreateContext())
                .map(value -> {
                    response.addCookie(cookie(value).setMaxAge(LONGEST.toSeconds()));
                    return null;
                });
    }

    /** Ends one: the answer takes the cookie away. */
    void end(HttpServerResponse response) {
        response.addCookie(cookie("").setMaxAge(0));
    }

    /** The session of a request. */
    Future<Optional<Session>> find(HttpServerRequest request) {
        Cookie cookie = request.getCookie(name());
        if (cookie == null || cookie.getValue().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return Future.fromCompletionStage(seal.open(PURPOSE, cookie.getValue()), vertx.getOrCreateContext())
                .map(opened -> opened.flatMap(this::session));
    }

    private Optional<Session> session(String text) {
        String[] parts = text.split("\n", -1);
        if (parts.length != PARTS || clock.millis() >= Long.parseLong(parts[2])) {
            return Optional.empty();
        }
        return TokenHash.parse(parts[1])
                .flatMap(access::current)
                .filter(operator -> operator.name().equals(parts[0]))
                .map(operator -> new Session(operator, parts[3]));
    }

    /** Browsers take a name with this prefix from this very host by https only, and then for all paths. */
    private String name() {
        return tls ? "__Host-turnpike-console" : "turnpike-console";
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name(), value)
                .setHttpOnly(true)
                .setSecure(tls)
                .setSameSite(CookieSameSite.STRICT)
                .setPath(tls ? "/" : Console.PATH);
    }
}
