package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FailedSignInsTest {
    private static final SocketAddress SOMEONE = at("192.0.2.7");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final FailedSignIns failed = new FailedSignIns(() -> now);

    @Test
    void whoFailsTooOftenWaitsUntilTheWindowEnds() {
        for (int attempt = 1; attempt < FailedSignIns.MOST; attempt++) {
            assertThat(failed.add(SOMEONE)).isFalse();
            assertThat(failed.wait(SOMEONE)).isZero();
        }
        now = now.plusSeconds(20);

        assertThat(failed.add(SOMEONE)).isTrue();

        assertThat(failed.wait(SOMEONE)).isEqualTo(Duration.ofSeconds(40));
        now = now.plusSeconds(40);
        assertThat(failed.wait(SOMEONE)).isZero();
        assertThat(failed.add(SOMEONE)).isFalse();
    }

    @Test
    void othersNeedNotWait() {
        block(SOMEONE);

        assertThat(failed.wait(at("192.0.2.8"))).isZero();
    }

    @Test
    void ofIpV6TheNetworkCounts() {
        block(at("2001:db8:0:1:0:0:0:1"));

        assertThat(failed.wait(at("2001:db8:0:1:9:9:9:9"))).isPositive();
        assertThat(failed.wait(at("2001:db8:0:2:0:0:0:1"))).isZero();
    }

    @Test
    void ofTooManyAddressesTheQuietOnesAreForgotten() {
        block(SOMEONE);
        for (int other = 0; other < FailedSignIns.MOST_ADDRESSES; other++) {
            failed.add(at("10.0." + other / 256 + "." + other % 256));
        }

        assertThat(failed.wait(SOMEONE)).isZero();
    }

    @Test
    void aClockThatIsSetBackLocksNobodyOut() {
        block(SOMEONE);
        now = now.minusSeconds(3_600);

        assertThat(failed.wait(SOMEONE)).isZero();
    }

    private void block(SocketAddress address) {
        for (int attempt = 0; attempt < FailedSignIns.MOST; attempt++) {
            failed.add(address);
        }
        assertThat(failed.wait(address)).isPositive();
    }

    private static SocketAddress at(String address) {
        return SocketAddress.inetSocketAddress(1, address);
    }
}
