package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";

    @Test
    void aMessageAndItsHeadersCanCarryOne() {
        assertThat(Posts.legacyCall("{\"name\":\"x\",\"_meta\":{\"traceparent\":\"" + PARENT
                                + "\",\"tracestate\":\"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE\"}}")
                        .trace())
                .contains(new TraceContext(PARENT, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"));
        assertThat(TraceContext.of(headers(PARENT).add("TraceState", "a=1").add("tracestate", "b@c=2")))
                .contains(new TraceContext(PARENT, "a=1,b@c=2"));
        assertThat(TraceContext.of(headers(PARENT)).orElseThrow().traceId()).isEqualTo(ID);
        assertThat(TraceContext.of(Posts.headers())).isEmpty();
    }

    @Test
    void anEditedCallKeepsIts() {
        Message.ToolCall call = Posts.legacyCall("{\"name\":\"x\",\"_meta\":{\"traceparent\":\"" + PARENT + "\"}}");

        assertThat(new CallEditor(JsonCaps.REQUEST).withoutAnswer(call).trace())
                .isEqualTo(Optional.of(new TraceContext(PARENT, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-1-2-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-a\u00e9",
                "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            })
    void whatIsMalformedIsNone(String parent) {
        assertThat(TraceContext.of(headers(parent))).isEmpty();
        assertThat(Posts.legacyCall("{\"name\":\"x\",\"_meta\":{\"traceparent\":\"" + parent + "\"}}")
                        .trace())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "{\"a\":[1]}", "[\"00\"]"})
    void whatIsNoTextIsNone(String value) {
        assertThat(Posts.legacyCall("{\"name\":\"x\",\"_meta\":{\"traceparent\":" + value + ",\"tracestate\":" + value
                                + "}}")
                        .trace())
                .isEmpty();
    }

    @Test
    void ofALaterVersionWhatAllHaveInCommonCounts() {
        String later = "cc-" + ID + "-00f067aa0ba902b7-01-what-comes";

        assertThat(TraceContext.of(headers(later)).orElseThrow().traceId()).isEqualTo(ID);
        assertThat(TraceContext.of(headers(later + "x".repeat(100)))).isEmpty();
    }

    @Test
    void ofTwoParentsNobodyKnowsWhichIsMeant() {
        assertThat(TraceContext.of(headers(PARENT).add("traceparent", PARENT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=1", "a=", "A=1", "a=1=2", "a=\u00e9", "a b=1", "a=1,b"})
    void aStateThatIsMalformedIsLeftOut(String state) {
        assertThat(TraceContext.of(headers(PARENT).add("tracestate", state))).contains(new TraceContext(PARENT, ""));
    }

    @Test
    void aStateThatIsTooLongIsLeftOut() {
        assertThat(TraceContext.of(headers(PARENT).add("tracestate", "a=" + "x".repeat(600))))
                .contains(new TraceContext(PARENT, ""));
        assertThat(TraceContext.of(headers(PARENT).add("tracestate", "a=1,".repeat(32) + "a=1")))
                .contains(new TraceContext(PARENT, ""));
        String longest = "a=" + "x".repeat(510);
        assertThat(TraceContext.of(headers(PARENT).add("tracestate", longest)))
                .contains(new TraceContext(PARENT, longest));
    }

    private static MultiMap headers(String parent) {
        return Posts.headers("traceparent", parent);
    }
}
