package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * Reads bodies that are one JSON object, as strictly as messages are read: no key twice, numbers exact. Thread-safe;
 * never blocks.
 */
public final class ObjectReader {
    private final StrictJson json;

    /** A reader of bodies within the caps. */
    public ObjectReader(JsonCaps caps) {
        this.json = new StrictJson(caps);
    }

    /**
     * The object.
     *
     * @throws MalformedException if it is refused; nothing else is ever thrown
     */
    public ObjectNode read(Buffer body) {
        try (StrictReader in = json.read(body.getBytes())) {
            return read(in);
        } catch (MalformedException refused) {
            throw refused;
        } catch (IOException | RuntimeException unforeseen) {
            throw MalformedException.grammar("the body cannot be read");
        }
    }

    private static ObjectNode read(StrictReader in) {
        try {
            if (in.next() != JsonToken.START_OBJECT) {
                throw MalformedException.refused("the body must be a JSON object");
            }
            ObjectNode object = (ObjectNode) in.currentValue();
            in.requireEnd();
            return object;
        } catch (IOException failure) {
            throw in.refusal(failure);
        }
    }
}
