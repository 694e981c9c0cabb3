package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON as only one reading of it is possible: UTF-8, no key twice in an object at any depth, no extension of the
 * grammar, nothing beyond the caps. Thread-safe.
 */
final class StrictJson {
    private final JsonCaps caps;
    private final JsonFactory factory;

    StrictJson(JsonCaps caps) {
        this.caps = caps;
        this.factory = new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(caps.maxDepth())
                        .maxNameLength(caps.maxNameLength())
                        .maxStringLength(caps.maxBytes())
                        .maxNumberLength(caps.maxNumberLength())
                        .maxTokenCount(caps.maxTokens())
                        .build())
                .build();
    }

    JsonCaps caps() {
        return caps;
    }

    /** Starts reading one document. */
    StrictReader read(byte[] bytes) throws IOException {
        return read(bytes, 0, bytes.length);
    }

    /** An object that has been passed by, from its first byte to before {@code end}, as an exact tree. */
    ObjectNode object(byte[] bytes, int start, int end) {
        try (StrictReader in = read(bytes, start, end)) {
            return (ObjectNode) in.nextValue();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private StrictReader read(byte[] bytes, int start, int end) throws IOException {
        if (end - start > caps.maxBytes()) {
            throw MalformedException.refused("larger than " + caps.maxBytes() + " bytes");
        }
        boolean surrogates = Utf8.require(bytes, start, end);
        return new StrictReader(this, factory.createParser(bytes, start, end - start), bytes, surrogates);
    }
}
