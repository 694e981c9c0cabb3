package dev.turnpike.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

final class HeldTransitTest {
    private final HeldTransit transit = new HeldTransit();

    @Test
    void aJsonAnswerBecomesOneEventHoweverItIsCut() {
        transit.follow(Transit.UNTOUCHED, /* eventStream= */ false);

        assertThat(passed("{\"a\":") + passed("1,\n\"b\":2}") + last())
                .isEqualTo("data: {\"a\":1,\ndata: \"b\":2}\n\n");
    }

    @Test
    void anEventStreamPassesAsItIs() {
        transit.follow(Transit.UNTOUCHED, /* eventStream= */ true);

        assertThat(passed("id: 1\r\ndata: x\r\n\r\n") + last()).isEqualTo("id: 1\r\ndata: x\r\n\r\n");
    }

    @Test
    void whatComesBeforePassesAsItIs() {
        assertThat(passed(": wait\n\n")).isEqualTo(": wait\n\n");
        transit.follow(Transit.UNTOUCHED, /* eventStream= */ false);
        assertThat(passed("{}") + last()).isEqualTo("data: {}\n\n");
    }

    private String passed(String chunk) {
        return transit.chunk(Buffer.buffer(chunk)).result().toString();
    }

    private String last() {
        return transit.end().result().toString();
    }
}
