package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallOutcomeProbeTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "RESULT|{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}",
                "RESULT|{\"result\":{},\"id\":1}",
                "RESULT|{\"id\":1,\"result\":{\"isError\":false,\"content\":[]}}",
                "RESULT|{\"id\":1,\"result\":{\"resultType\":\"complete\"}}",
                "RESULT|{\"id\":1,\"result\":{\"resultType\":\"task\",\"taskId\":\"t\"}}",
                "RESULT|{\"id\":1,\"result\":{\"content\":[{\"isError\":true,\"resultType\":\"input_required\"}]}}",
                "RESULT|{\"id\":1,\"result\":{\"content\":[{\"text\":\"\\\"isError\\\":true,{\\\\\"}]}}",
                "RESULT|{\"id\":1,\"result\":{\"x\":\"isError\",\"y\":true}}",
                "TOOL_ERROR|{\"id\":1,\"result\":{\"isError\":true,\"content\":[]}}",
                "TOOL_ERROR|{\"id\":1,\"result\":{\"content\":[{\"type\":\"text\"}], \"isError\" : true }}",
                "INPUT_REQUIRED|{\"id\":1,\"result\":{\"inputRequests\":{\"a\":{}},\"resultType\":\"input_required\"}}",
                "INPUT_REQUIRED|{\"id\":1,\"result\":{\"resultType\": \"input_required\" }}",
                "PROTOCOL_ERROR|{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"result\"}}",
                "UNKNOWN|{\"id\":1,\"error\":{\"code\":1},\"result\":{}}",
                "UNKNOWN|{\"id\":1,\"error\":null}",
                "UNKNOWN|{\"id\":1,\"error\":{},\"error\":{}}",
                "UNKNOWN|{\"id\":1,\"result\":{\"isError\":true,\"isError\":false}}",
                "UNKNOWN|{\"id\":1,\"\\u0072esult\":{},\"error\":{}}",
                "UNKNOWN|{\"id\":1,\"result\":{\"content\":[",
                "UNKNOWN|{\"id\":1,\"error\":{\"code\":1}",
                "UNKNOWN|{\"id\":1,\"error\":{}} {\"id\":1,\"result\":{}}",
                "UNKNOWN|{\"id\":1,\"method\":\"x\",\"error\":{}}",
                "UNKNOWN|[{\"id\":1,\"error\":{}}]",
                "UNKNOWN|nonsense",
                "UNKNOWN|``"
            })
    void readsTheOutcomeInAnyChunks(CallOutcome expected, String body) {
        for (int size : new int[] {1, 3, 7, 1000}) {
            assertThat(fed(CallOutcomeProbe.json("1"), body, size)).isEqualTo(expected);
            for (String eol : new String[] {"\n", "\r\n", "\r"}) {
                String stream =
                        (": hi|id: 1|event: message|data: {\"method\":\"notifications/progress\",\"params\":{}}||"
                                        + "data||id: 2|data:" + body + "|x: y||:||")
                                .replace("|", eol);
                assertThat(fed(CallOutcomeProbe.eventStream("1"), stream, size)).isEqualTo(expected);
            }
        }
    }

    @Test
    void responsesThatDisagreeTellNothing() {
        String stream = "data: {\"id\":1,\"error\":{}}\n\ndata: {\"id\":1,\"result\":{}}\n\n";

        assertThat(fed(CallOutcomeProbe.eventStream("1"), stream, 9)).isEqualTo(CallOutcome.UNKNOWN);
        assertThat(fed(CallOutcomeProbe.eventStream("1"), stream + stream.substring(0, 27), 9))
                .isEqualTo(CallOutcome.UNKNOWN);
    }

    @Test
    void theResponseToAnotherCallTellsNothing() {
        String other =
                "data: {\"id\":\"x\",\"error\":{}}\n\ndata: {\"error\":{},\"id\":12}\n\ndata: {\"id\":null,\"error\":{}}\n\n";
        assertThat(fed(CallOutcomeProbe.eventStream("1"), other, 5)).isEqualTo(CallOutcome.UNKNOWN);
        assertThat(fed(CallOutcomeProbe.eventStream("1"), other + "data: {\"error\":{},\"id\":1}\n\n", 5))
                .isEqualTo(CallOutcome.PROTOCOL_ERROR);
        assertThat(fed(CallOutcomeProbe.json("1"), "{\"id\":1,\"id\":2,\"error\":{}}", 5))
                .isEqualTo(CallOutcome.UNKNOWN);
    }

    @Test
    void idsOfAnyLengthAndScriptAreKnownAgain() {
        String id = "\"" + "é".repeat(100) + "\"";
        assertThat(fed(CallOutcomeProbe.json(id), "{\"id\":" + id + ",\"error\":{}}", 7))
                .isEqualTo(CallOutcome.PROTOCOL_ERROR);
        assertThat(fed(CallOutcomeProbe.json(id), "{\"id\":" + id.replace("é\"", "éé\"") + ",\"error\":{}}", 7))
                .isEqualTo(CallOutcome.UNKNOWN);
    }

    @Test
    void dataMayComeInSeveralLines() {
        assertThat(fed(CallOutcomeProbe.eventStream("1"), "data: {\"id\":1,\ndata: \"error\"\ndata::{}}\n\n", 4))
                .isEqualTo(CallOutcome.PROTOCOL_ERROR);
    }

    @Test
    void onlyWhatSurelyDidNotRunIsGivenBack() {
        assertThat(CallOutcome.values())
                .filteredOn(CallOutcome::surelyDidNotRun)
                .containsExactly(CallOutcome.PROTOCOL_ERROR, CallOutcome.INPUT_REQUIRED);
    }

    private static CallOutcome fed(CallOutcomeProbe probe, String bytes, int chunkSize) {
        Buffer all = Buffer.buffer(bytes);
        for (int start = 0; start < all.length(); start += chunkSize) {
            probe.feed(all.getBuffer(start, Math.min(all.length(), start + chunkSize)));
        }
        return probe.outcome();
    }
}
