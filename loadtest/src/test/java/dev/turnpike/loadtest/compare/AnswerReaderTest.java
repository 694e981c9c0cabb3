package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.loadtest.compare.AnswerReader.Seen;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private final AnswerReader reader = new AnswerReader("{}");

    @Test
    void findsTheEndWhereverTheBytesAreCut() {
        for (int cut = 1; cut < GOOD.length(); cut++) {
            assertThat(feed(GOOD.substring(0, cut))).isEqualTo(Seen.NOTHING);
            assertThat(feed(GOOD.substring(cut))).isEqualTo(Seen.EXPECTED);
        }
    }

    @Test
    void anotherStatusIsNotWhatWasExpected() {
        assertThat(feed(GOOD.replace("200 OK", "503 No"))).isEqualTo(Seen.OTHER);
    }

    @Test
    void anotherBodyIsNotWhatWasExpected() {
        assertThat(feed(GOOD.replace("{}", "[]"))).isEqualTo(Seen.OTHER);
        assertThat(reader.text(15)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void anAnswerWithoutLengthCannotBeCounted() {
        assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\n\r\n{}")).hasMessageContaining("tells no length");
    }

    private Seen feed(String text) {
        return reader.feed(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
