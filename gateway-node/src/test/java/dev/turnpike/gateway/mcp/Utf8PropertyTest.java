package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class Utf8PropertyTest {
    private static final Pattern SURROGATE_ESCAPE = Pattern.compile("\\\\u[dD]");

    @Example
    void agreesWithTheJdkOnEveryLeadAndAtEveryBound() {
        int[] bounds = {0x7F, 0x80, 0xBF, 0xC0};
        for (int lead = 0x80; lead <= 0xFF; lead++) {
            for (int second = 0; second <= 0xFF; second++) {
                for (int third : bounds) {
                    for (int fourth : bounds) {
                        assertAgrees((byte) 'a', (byte) lead, (byte) second, (byte) third, (byte) fourth);
                    }
                    assertAgrees((byte) 'a', (byte) lead, (byte) second, (byte) third);
                }
                assertAgrees((byte) 'a', (byte) lead, (byte) second);
            }
            assertAgrees((byte) 'a', (byte) lead);
        }
    }

    @Property
    void agreesWithTheJdkWhereverTheOddBytesStand(@ForAll("texts") byte[] text) {
        assertAgrees(text);
    }

    @Property
    void findsEveryEscapeOfASurrogate(@ForAll("escapes") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.require(bytes, 0, bytes.length))
                .isEqualTo(SURROGATE_ESCAPE.matcher(text).find());
    }

    @Property
    void looksAtNothingOutsideItsRange(@ForAll("texts") byte[] before, @ForAll("escapes") String text) {
        byte[] inner = text.getBytes(StandardCharsets.UTF_8);
        byte[] outer = ByteBuffer.allocate(2 * before.length + inner.length)
                .put(before)
                .put(inner)
                .put(before)
                .array();
        assertThat(Utf8.require(outer, before.length, before.length + inner.length))
                .isEqualTo(Utf8.require(inner, 0, inner.length));
    }

    @Provide
    Arbitrary<byte[]> texts() {
        return Arbitraries.of("a", "bcdefgh", "é", "世", "😀", "\u0080", "\u00c3", "\u00ff", "\u00e2\u0082")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts))
                .flatMap(text -> Arbitraries.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)
                        .map(text::getBytes));
    }

    @Provide
    Arbitrary<String> escapes() {
        return Arbitraries.of("\\", "u", "d", "D", "\\ud8", "\\uDc00", "\\u00d8", "abc", "é", "]", "[")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }

    private static void assertAgrees(byte... bytes) {
        if (isAccepted(bytes) != isDecodable(bytes)) {
            throw new AssertionError(HexFormat.of().formatHex(bytes));
        }
    }

    private static boolean isAccepted(byte[] bytes) {
        try {
            Utf8.require(bytes, 0, bytes.length);
            return true;
        } catch (MalformedException refused) {
            return false;
        }
    }

    private static boolean isDecodable(byte[] bytes) {
        try {
            Utf8.decode(bytes);
            return true;
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }
}
