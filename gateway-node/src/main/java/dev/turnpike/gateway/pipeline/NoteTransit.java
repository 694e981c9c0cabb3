package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.mcp.ResultNote;
import dev.turnpike.gateway.mcp.SseFilter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Tells the agent, in its result, that something else ran than it asked for. A result that is too large goes untold. */
final class NoteTransit implements Transit {
    private final Transit inner;
    private final ResultNote note;
    private final int maxBytes;
    private final @Nullable SseFilter events;
    private Buffer held = Buffer.buffer();
    private boolean tooLarge;

    NoteTransit(Transit inner, ResultNote note, boolean eventStream, int maxBytes) {
        this.inner = inner;
        this.note = note;
        this.maxBytes = maxBytes;
        this.events = eventStream ? new SseFilter(note, maxBytes) : null;
    }

    @Override
    public boolean keepsLength() {
        return false;
    }

    @Override
    public boolean mustFinish() {
        return inner.mustFinish();
    }

    @Override
    public Future<Buffer> chunk(Buffer chunk) {
        return inner.chunk(chunk).map(this::passed);
    }

    @Override
    public Future<Buffer> end() {
        return inner.end().map(last -> {
            if (events != null) {
                return events.feed(last).appendBuffer(events.end());
            }
            return tooLarge ? last : note.apply(held.appendBuffer(last));
        });
    }

    @Override
    public void aborted(boolean byClient) {
        inner.aborted(byClient);
    }

    private Buffer passed(Buffer chunk) {
        if (events != null) {
            return events.feed(chunk);
        }
        if (tooLarge) {
            return chunk;
        }
        held.appendBuffer(chunk);
        if (held.length() <= maxBytes) {
            return Buffer.buffer();
        }
        tooLarge = true;
        Buffer all = held;
        held = Buffer.buffer();
        return all;
    }
}
