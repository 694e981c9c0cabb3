package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAccessTest {
    private final WebAccess loopback =
            NodeConfigReader.read(Map.of(), Map.of(), Optional.empty()).agentAccess();

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "[::1]"})
    void loopbackNamesReachANodeOfThisMachine(String host) {
        assertThat(loopback.allowsHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "localhost@evil.example",
                "127.0.0.2",
                "*",
                "localhost:",
                "a b"
            })
    void otherNamesDoNot(String host) {
        assertThat(loopback.allowsHost(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:80"})
    void pagesOfThisMachineMayCallANodeOfThisMachine(String origin) {
        assertThat(loopback.allowsOrigin(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.example",
                "http://localhost.evil.example",
                "http://localhost/",
                "file://"
            })
    void otherPagesMayNot(String origin) {
        assertThat(loopback.allowsOrigin(origin)).isFalse();
    }
}
