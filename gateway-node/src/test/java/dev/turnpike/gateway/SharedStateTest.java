package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Secrets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SharedStateTest {
    @Test
    void aNodeThatCannotJoinTheGridSaysWhy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            NodeConfig config = NodeConfigReader.read(
                    Map.of("grid", "hazelcast", "store", "none", "member-port", port), Map.of(), Optional.empty());

            assertThatThrownBy(() -> SharedState.open(config, new Secrets(Map.of()), InstantSource.system()))
                    .isInstanceOf(NodeStartException.class)
                    .hasMessageContaining("cannot start on `127.0.0.1:" + port + "`");
        }
    }
}
