package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operators;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorAccessTest {
    private static final SocketAddress PROXY = SocketAddress.inetSocketAddress(1, "192.0.2.7");
    private static final SocketAddress ELSEWHERE = SocketAddress.inetSocketAddress(1, "192.0.2.8");

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private List<Operator> operators = List.of(operator("erin"), operator("olga"));
    private final OperatorAccess access = new OperatorAccess(() -> new Operators(operators), token -> false, () -> now);

    @Test
    void whoTriesTokensKeepsNobodyOutThatWorkedFromThereBefore() {
        access.signIn(PROXY, "erin");
        tryTokens(PROXY);

        assertThat(access.signIn(PROXY, "erin").name()).isEqualTo("erin");
        assertThat(refused(PROXY, "guess")).isEqualTo(429);
        assertThat(refused(PROXY, "olga")).isEqualTo(429);
        assertThat(access.signIn(ELSEWHERE, "olga").name()).isEqualTo("olga");
    }

    @Test
    void aTokenIsGoodWhereItWasGoodAlone() {
        access.signIn(ELSEWHERE, "erin");
        tryTokens(PROXY);

        assertThat(refused(PROXY, "erin")).isEqualTo(429);
    }

    @Test
    void aTokenThatIsVoidByNowIsNoUseThoughItWasGood() {
        access.signIn(PROXY, "erin");
        operators = List.of(operator("olga"));
        tryTokens(PROXY);

        assertThat(refused(PROXY, "erin")).isEqualTo(401);
    }

    @Test
    void whatWasGoodLongAgoIsForgotten() {
        access.signIn(PROXY, "erin");
        now = now.plus(GoodSignIns.REMEMBERED);
        tryTokens(PROXY);

        assertThat(refused(PROXY, "erin")).isEqualTo(429);
        now = now.plus(FailedSignIns.WINDOW);
        assertThat(access.signIn(PROXY, "erin").name()).isEqualTo("erin");
    }

    @Test
    void aBoundedNumberIsRemembered() {
        access.signIn(PROXY, "erin");
        for (int other = 0; other < GoodSignIns.MOST; other++) {
            access.signIn(SocketAddress.inetSocketAddress(1, "10.0." + other / 256 + "." + other % 256), "olga");
        }
        tryTokens(PROXY);

        assertThat(refused(PROXY, "erin")).isEqualTo(429);
    }

    private void tryTokens(SocketAddress address) {
        for (int guess = 0; guess < FailedSignIns.MOST; guess++) {
            assertThat(refused(address, "guess " + guess)).isEqualTo(401);
        }
    }

    private int refused(SocketAddress address, String token) {
        return catchThrowableOfType(Rejected.class, () -> access.signIn(address, token))
                .status();
    }

    private static Operator operator(String name) {
        return new Operator(name, Operator.Role.VIEWER, TokenHash.of(name));
    }
}
