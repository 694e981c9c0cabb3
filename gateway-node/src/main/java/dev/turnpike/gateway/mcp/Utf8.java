package dev.turnpike.gateway.mcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
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

    private Utf8() {}

    /**
     * Throws unless the bytes from {@code start} to before {@code end} are UTF-8 without a byte order mark.
     *
     * @return whether any surrogate may be written there as an escape, as half a pair can be
     */
    static boolean require(byte[] bytes, int start, int end) {
        if (end - start >= 3
                && bytes[start] == (byte) 0xEF
                && bytes[start + 1] == (byte) 0xBB
                && bytes[start + 2] == (byte) 0xBF) {
            throw MalformedException.grammar("expected JSON, found a byte order mark");
        }
        boolean surrogates = false;
        for (int i = start; i < end; ) {
            long eight = i + Long.BYTES <= end ? (long) LONGS.get(bytes, i) : HIGH_BITS;
            if ((eight & HIGH_BITS) == 0) {
                surrogates |= hasBackslash(eight) && hasSurrogateEscape(bytes, i, end);
                i += Long.BYTES;
            } else if (bytes[i] >= 0) {
                surrogates |= isSurrogateEscape(bytes, i, end);
                i++;
            } else {
                i += lengthOfCharacter(bytes, i, end);
            }
        }
        return surrogates;
    }

    /** The text of well-formed bytes. */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
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

    /** Bytes of the character beyond ASCII that begins here (RFC 3629, section 4). */
    private static int lengthOfCharacter(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || at + length > end) {
            throw notUtf8();
        }
        int second = bytes[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80; // below: a longer form than needed
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF; // above: a surrogate, or beyond U+10FFFF
        if (second < least || second > most) {
            throw notUtf8();
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                throw notUtf8();
            }
        }
        return length;
    }

    /** Whether any of eight ASCII bytes is a backslash; some others may pass for one, which costs a look, no more. */
    private static boolean hasBackslash(long eight) {
        long zeroIfBackslash = eight ^ BACKSLASHES;
        return ((zeroIfBackslash - LOW_BITS) & ~zeroIfBackslash & HIGH_BITS) != 0;
    }

    private static boolean hasSurrogateEscape(byte[] bytes, int start, int end) {
        for (int i = start; i < start + Long.BYTES; i++) {
            if (isSurrogateEscape(bytes, i, end)) {
                return true;
            }
        }
        return false;
    }

    /** Surrogates are {@code \}{@code uD800} to {@code \}{@code uDFFF}. */
    private static boolean isSurrogateEscape(byte[] bytes, int at, int end) {
        return bytes[at] == '\\'
                && at + 2 < end
                && bytes[at + 1] == 'u'
                && (bytes[at + 2] == 'd' || bytes[at + 2] == 'D');
    }

    private static MalformedException notUtf8() {
        return MalformedException.grammar("expected UTF-8, found other bytes");
    }
}
