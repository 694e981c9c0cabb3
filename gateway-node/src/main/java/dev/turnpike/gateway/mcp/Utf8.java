package dev.turnpike.gateway.mcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8 (RFC 3629). JSON parsers let some overlong forms and encoded surrogates through, which the upstream may
 * read otherwise than we do.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
    private static final long BACKSLASH = 1;
    private static final int DECODE_CHARS = 4096;

    private Utf8() {}

    /**
     * Throws unless the bytes are UTF-8 without a byte order mark.
     *
     * @return whether there is a backslash among them
     */
    static boolean require(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw MalformedException.grammar("expected JSON, found a byte order mark");
        }
        long seen = survey(bytes);
        if ((seen & HIGH_BITS) != 0 && !isUtf8(bytes)) {
            throw MalformedException.grammar("expected UTF-8, found other bytes");
        }
        return (seen & BACKSLASH) != 0;
    }

    /** The text of well-formed bytes. */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return decoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Whether every surrogate has its other half; a lone one can be written in JSON with an escape. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Eight bytes at a time: high bits where any byte is beyond ASCII, {@link #BACKSLASH} where any is one. */
    private static long survey(byte[] bytes) {
        long high = 0;
        long escapes = 0;
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            high |= eight;
            long zeroIfBackslash = eight ^ BACKSLASHES;
            // A byte that borrows from its neighbour may pass for a backslash; that costs a check, no more.
            escapes |= (zeroIfBackslash - LOW_BITS) & ~zeroIfBackslash & HIGH_BITS;
        }
        for (; i < bytes.length; i++) {
            high |= bytes[i];
            escapes |= bytes[i] == '\\' ? 1 : 0;
        }
        return (high & HIGH_BITS) | (escapes == 0 ? 0 : BACKSLASH);
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = decoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(DECODE_CHARS, bytes.length));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, /* endOfInput= */ true);
        }
        return !result.isError();
    }

    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
