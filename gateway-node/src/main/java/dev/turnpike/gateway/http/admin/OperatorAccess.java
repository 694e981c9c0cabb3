package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operators;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who an operator is, by a token that is sent as RFC 6750 has it. A token that an agent has, too, is of no use here, and
 * who tries tokens has to wait: all who come from the same address, but for tokens that were good from there before.
 * Thread-safe.
 */
public final class OperatorAccess {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorAccess.class);
    private static final String SCHEME = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"turnpike\"";

    private final Supplier<Operators> operators;
    private final Predicate<TokenHash> ofGrant;
    private final FailedSignIns failed;
    private final GoodSignIns good;

    /**
     * The access of these operators.
     *
     * @param operators the newest ones; never blocks
     * @param ofGrant whether a grant has that token; never blocks
     */
    public OperatorAccess(Supplier<Operators> operators, Predicate<TokenHash> ofGrant, InstantSource clock) {
        this.operators = operators;
        this.ofGrant = ofGrant;
        this.failed = new FailedSignIns(clock);
        this.good = new GoodSignIns(clock);
    }

    /**
     * The operator that sends a request, by its one bearer token.
     *
     * @throws Rejected 401 for none or an unknown one, 403 for that of a grant, 429 after too many unknown ones
     */
    public Operator operator(HttpServerRequest request) {
        List<String> values = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (values.size() != 1 || !values.get(0).regionMatches(/* ignoreCase= */ true, 0, SCHEME, 0, SCHEME.length())) {
            throw new Rejected(401, "no_token", "send an operator's token: `Authorization: Bearer …`")
                    .with("WWW-Authenticate", CHALLENGE);
        }
        return signIn(
                request.remoteAddress(),
                values.get(0).substring(SCHEME.length()).trim());
    }

    /**
     * The operator that has a token.
     *
     * @param address that it comes from
     * @throws Rejected as {@link #operator}
     */
    public Operator signIn(SocketAddress address, String token) {
        Duration wait = failed.wait(address);
        if (!wait.isZero() && !good.has(address, TokenHash.of(token))) {
            throw new Rejected(429, "too_many_attempts", "too many unknown tokens came from this address; wait")
                    .with("Retry-After", Long.toString(Math.max(1, wait.toSeconds() + 1)));
        }
        Operator operator = operators.get().byToken(token).orElseThrow(() -> unknown(address));
        if (ofGrant.test(operator.token())) {
            throw new Rejected(
                            403, "token_of_grant", "a grant has this token as well; give the operator one of their own")
                    .with("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
        }
        good.add(address, operator.token());
        return operator;
    }

    /** The operator that signed in with this token, if they still may, and as they are now. */
    public Optional<Operator> current(TokenHash token) {
        return operators.get().byHash(token).filter(operator -> !ofGrant.test(operator.token()));
    }

    /**
     * Lets nobody pass who has not that right.
     *
     * @throws Rejected 403
     */
    public static void require(Operator operator, Operator.Right right) {
        if (!operator.may(right)) {
            throw new Rejected(
                            403,
                            "not_allowed",
                            "operators of role `" + operator.role().text() + "` may not do this")
                    .with("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
        }
    }

    private Rejected unknown(SocketAddress address) {
        if (failed.add(address)) {
            LOG.warn(
                    "{} unknown operators' tokens came from {}, which has to wait", FailedSignIns.MOST, address.host());
        }
        return new Rejected(401, "bad_token", "no operator has this token")
                .with("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
    }
}
