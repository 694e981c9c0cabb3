package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MirrorHeadersTest {
    @Test
    void aModernCallWhoseHeadersMirrorItPasses() {
        assertThat(Posts.modernCall("add", "{}").era()).isEqualTo(Era.MODERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "harmless",
                "ADD",
                "add ",
                "ad",
                "",
                "=?base64?YWRk=?=",
                "=?base64?YWR?=",
                "=?base64?!!!?=",
                "=?base64?/w==?=",
                "ädd"
            })
    void aNameThatDiffersIsRefusedInBothEras(String header) {
        if (header.endsWith(" ")) {
            header = "=?base64?" + base64(header) + "?="; // plain white space around a value is not part of it
        }
        refused(Posts.modern("tools/call", header), call("add", true));
        refused(Posts.headers("Mcp-Name", header), call("add", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "  add\t", "=?base64?YWRk?="})
    void aNameThatIsTheSamePasses(String header) {
        assertThat(Posts.call(Posts.modern("tools/call", header), call("add", true))
                        .tool())
                .isEqualTo("add");
    }

    @Test
    void namesBeyondAsciiAreCompared() {
        String tool = "löschen 世界";
        assertThat(Posts.call(Posts.modern("tools/call", "=?base64?" + base64(tool) + "?="), call(tool, true))
                        .tool())
                .isEqualTo(tool);
        refused(Posts.modern("tools/call", tool), call(tool, true)); // such a value is no header, even if it matches
        refused(Posts.modern("tools/call", "=?base64?" + base64("lo\u0308schen 世界") + "?="), call(tool, true));
    }

    @Test
    void modernRequestsNeedTheirHeaders() {
        MultiMap headers = Posts.headers("MCP-Protocol-Version", "2026-07-28");
        refused(headers, call("add", true));
        refused(headers.add("Mcp-Method", "tools/call"), call("add", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "TOOLS/CALL", "Tools/call", ""})
    void aMethodThatDiffersIsRefusedInBothEras(String method) {
        refused(Posts.modern(method, "add"), call("add", true));
        refused(Posts.headers("Mcp-Method", method), call("add", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP-Protocol-Version", "mcp-method", "MCP-NAME"})
    void aHeaderThatIsGivenTwiceIsRefused(String name) {
        MultiMap headers = Posts.modern("tools/call", "add");
        refused(headers.add(name, headers.get(name)), call("add", true));
    }

    @ParameterizedTest
    @CsvSource({
        "prompts/get, name, true",
        "resources/read, uri, true",
        "tasks/get, taskId, false",
        "tasks/cancel, taskId, false",
        "tasks/update, taskId, false"
    })
    void otherMethodsMirrorTheirOwnName(String method, String source, boolean required) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"" + source
                + "\":\"a:b\"," + Posts.META + "}}";

        assertThat(Posts.decode(Posts.modern(method, "a:b"), body)).isInstanceOf(Message.OtherRequest.class);
        refused(Posts.modern(method, "a:c"), body);
        refused(Posts.modern(method, "a:b"), body.replace(source, "another"));
        if (required) {
            refused(Posts.modern(method), body);
        } else {
            assertThat(Posts.decode(Posts.modern(method), body)).isInstanceOf(Message.OtherRequest.class);
        }
    }

    @Test
    void methodsWithoutANameMayHaveAnyNameHeader() {
        assertThat(Posts.decode(
                        Posts.modern("tools/list", "whatever"),
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + Posts.META + "}}"))
                .isInstanceOf(Message.ToolListCall.class);
    }

    private static String call(String tool, boolean modern) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\""
                + (modern ? "," + Posts.META : "") + "}}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(MultiMap headers, String body) {
        WireException refusal = EraTest.refusal(headers, body);
        assertThat(refusal.code()).isEqualTo(WireException.HEADER_MISMATCH);
        assertThat(refusal.httpStatus()).isEqualTo(400);
        assertThat(refusal.id()).contains("1");
    }
}
