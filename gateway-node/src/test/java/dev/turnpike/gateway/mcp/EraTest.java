package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EraTest {
    private static final String PLAIN = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // header, version in the body, expected: version that is served, or error code
                "-, -, 2025-03-26",
                "2025-03-26, -, 2025-03-26",
                "2025-06-18, -, 2025-06-18",
                "2025-11-25, -, 2025-11-25",
                "2024-11-05, -, 2024-11-05",
                "2026-07-28, 2026-07-28, 2026-07-28",
                "2026-07-28, -, -32602",
                "-, 2026-07-28, -32020",
                "2025-11-25, 2026-07-28, -32020",
                "2026-07-28, 2025-11-25, -32020",
                "2026-07-28, 1900-01-01, -32020",
                "1900-01-01, -, -32022",
                "1900-01-01, 1900-01-01, -32022",
                "-, 1900-01-01, -32022",
                "'2025-11-25, 2025-11-25', -, -32022"
            })
    void headerAndBodyAgreeOnOneServedVersion(String header, String named, String expected) {
        MultiMap headers = Posts.headers("Mcp-Method", "tools/list");
        if (header != null) {
            headers.add("MCP-Protocol-Version", header);
        }
        String body = named == null
                ? PLAIN
                : "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{"
                        + Posts.META.replace("2026-07-28", named) + "}}";

        if (expected.startsWith("-")) {
            WireException refusal = refusal(headers, body);
            assertThat(refusal.code()).isEqualTo(Integer.parseInt(expected));
            assertThat(refusal.httpStatus()).isEqualTo(400);
            assertThat(refusal.id()).contains("1");
        } else {
            Message message = Posts.decode(headers, body);
            assertThat(message.envelope().version()).isEqualTo(expected);
            assertThat(message.era()).isEqualTo(expected.equals("2026-07-28") ? Era.MODERN : Era.LEGACY);
        }
    }

    @Test
    void anUnsupportedVersionIsToldWhatIsServed() {
        WireException refusal = refusal(Posts.headers("MCP-Protocol-Version", "2027-01-01"), PLAIN);

        assertThat(refusal.body().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,"
                        + "\"message\":\"Unsupported protocol version\","
                        + "\"data\":{\"supported\":[\"2026-07-28\"],\"requested\":\"2027-01-01\"}}}");
    }

    @Test
    void aModernRequestDeclaresItsCapabilities() {
        WireException refusal = refusal(
                Posts.modern("ping"),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");

        assertThat(refusal.code()).isEqualTo(WireException.INVALID_PARAMS);
    }

    @Test
    void theVersionInTheBodyHasOneSpelling() {
        WireException refusal = refusal(
                Posts.headers(),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/ProtocolVersion\":\"2026-07-28\"}}}");

        assertThat(refusal.code()).isEqualTo(WireException.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28", "1900-01-01"})
    void initializeNegotiatesItsVersionItself(String header) {
        Message message = Posts.decode(
                Posts.headers("MCP-Protocol-Version", header),
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"9999-99-99\"}}");

        assertThat(message.era()).isEqualTo(Era.LEGACY);
    }

    @Test
    void responsesAreLegacyOnly() {
        String response = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

        assertThat(Posts.decode(Posts.headers("MCP-Protocol-Version", "2025-11-25"), response))
                .isInstanceOf(Message.Response.class);
        assertThat(refusal(Posts.headers("MCP-Protocol-Version", "2026-07-28"), response)
                        .code())
                .isEqualTo(WireException.INVALID_REQUEST);
        assertThat(refusal(Posts.headers("MCP-Protocol-Version", "1900-01-01"), response)
                        .code())
                .isEqualTo(WireException.UNSUPPORTED_VERSION);
    }

    @Test
    void notificationsNeedNoHeadersButThoseTheyHaveMustAgree() {
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";

        assertThat(Posts.decode(Posts.headers("MCP-Protocol-Version", "2026-07-28"), body)
                        .era())
                .isEqualTo(Era.MODERN);
        assertThat(refusal(Posts.headers("Mcp-Method", "notifications/y"), body).code())
                .isEqualTo(WireException.HEADER_MISMATCH);
    }

    static WireException refusal(MultiMap headers, String body) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> Posts.decode(headers, body));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
