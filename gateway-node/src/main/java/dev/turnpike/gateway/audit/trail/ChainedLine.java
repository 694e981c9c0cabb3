package dev.turnpike.gateway.audit.trail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A line of an audit file with the members that chain it: {@code …,"seq":7,"prev":"…","hash":"…"}}. The hash covers all
 * bytes before its own member, and so the hash of the line before.
 *
 * @param number from 1, in its file
 * @param intact whether it has these members and its hash is right; if not, {@code seq} is what it says, or -1
 * @param kind its {@code type}; empty for a decision
 * @param text its bytes, each as a character, where it is not intact or the writer speaks of its own file; otherwise
 *     empty
 */
public record ChainedLine(long number, boolean intact, long seq, String prev, String hash, String kind, String text) {
    /** Length of a hash in base64url. */
    public static final int HASH_CHARS = 43;

    /** What stands before the number, the hash of the line before, the line's own hash, and what ends the line. */
    public static final String SEQ = ",\"seq\":";

    public static final String PREV = ",\"prev\":\"";
    public static final String HASH = ",\"hash\":\"";
    public static final String END = "\"}";

    private static final byte[] PREV_BYTES = ascii("\"" + HASH);
    private static final byte[] SEQ_BYTES = ascii(SEQ);
    private static final byte[] MIDDLE_BYTES = ascii(PREV);
    private static final byte[] END_BYTES = ascii(END);
    private static final byte[] TYPE_BYTES = ascii(",\"type\":\"");
    /** Every line begins with its time, to the microsecond. */
    private static final int TYPE_AT = "{\"time\":\"2026-11-25T20:15:00.000000Z\"".length();

    private static final int LONGEST_TYPE = 32;
    private static final int MOST_DIGITS = 18;

    /** Reads the line in {@code bytes} from {@code start} to {@code end}, without its line break. */
    static ChainedLine read(long number, byte[] bytes, int start, int end, MessageDigest sha) {
        int hashAt = end - END_BYTES.length - HASH_CHARS;
        int prevEnd = hashAt - PREV_BYTES.length;
        int prevAt = prevEnd - HASH_CHARS;
        int seqEnd = prevAt - MIDDLE_BYTES.length;
        int seqAt = seqEnd;
        while (seqAt > start && seqEnd - seqAt < MOST_DIGITS && isDigit(bytes[seqAt - 1])) {
            seqAt--;
        }
        boolean chained = seqAt - SEQ_BYTES.length > start
                && seqAt < seqEnd
                && holds(bytes, hashAt + HASH_CHARS, END_BYTES)
                && holds(bytes, prevEnd, PREV_BYTES)
                && holds(bytes, seqEnd, MIDDLE_BYTES)
                && holds(bytes, seqAt - SEQ_BYTES.length, SEQ_BYTES);
        if (!chained) {
            return new ChainedLine(number, false, -1, "", "", "", text(bytes, start, end));
        }
        long seq = Long.parseLong(text(bytes, seqAt, seqEnd));
        String prev = text(bytes, prevAt, prevEnd);
        String hash = text(bytes, hashAt, hashAt + HASH_CHARS);
        sha.update(bytes, start, prevEnd + 1 - start);
        boolean intact = hash.equals(encoded(sha.digest()));
        String kind = kind(bytes, start, end);
        boolean whole = !intact || Mark.KINDS.contains(kind);
        return new ChainedLine(number, intact, seq, prev, hash, kind, whole ? text(bytes, start, end) : "");
    }

    /** The same of a line that stands alone. */
    public static ChainedLine read(byte[] line) {
        return read(/* number= */ 1, line, 0, line.length, sha256());
    }

    /** Its place, for the line after it. */
    public Link link() {
        return new Link(seq, hash);
    }

    /** Whether it is the line that comes after {@code before}. */
    public boolean follows(Link before) {
        return intact && seq == before.seq() + 1 && prev.equals(before.hash());
    }

    /** What the writer says here about its own file. */
    public Optional<Mark> mark() {
        return intact ? Mark.read(kind, text) : Optional.empty();
    }

    /** A hash as it is written. */
    public static String encoded(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String kind(byte[] bytes, int start, int end) {
        int at = start + TYPE_AT;
        if (at + TYPE_BYTES.length > end || !holds(bytes, at, TYPE_BYTES)) {
            return "";
        }
        int from = at + TYPE_BYTES.length;
        int to = from;
        while (to < end && to - from < LONGEST_TYPE && bytes[to] != '"') {
            to++;
        }
        return text(bytes, from, to);
    }

    private static boolean holds(byte[] bytes, int at, byte[] expected) {
        return at >= 0 && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }

    private static boolean isDigit(byte unit) {
        return unit >= '0' && unit <= '9';
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
