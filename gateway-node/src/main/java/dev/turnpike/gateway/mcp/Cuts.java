package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements of byte ranges of one document that leave every other byte as it is. */
final class Cuts {
    private final List<Cut> cuts = new ArrayList<>();

    /** Ranges must not overlap. */
    void replace(int start, int end, String text) {
        cuts.add(new Cut(start, end, text.getBytes(StandardCharsets.UTF_8)));
    }

    boolean isEmpty() {
        return cuts.isEmpty();
    }

    Buffer apply(byte[] bytes) {
        cuts.sort(Comparator.comparingInt(Cut::start));
        Buffer out = Buffer.buffer(bytes.length);
        int from = 0;
        for (Cut cut : cuts) {
            out.appendBytes(bytes, from, cut.start() - from).appendBytes(cut.text());
            from = cut.end();
        }
        return out.appendBytes(bytes, from, bytes.length - from);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this class
    private record Cut(int start, int end, byte[] text) {}
}
