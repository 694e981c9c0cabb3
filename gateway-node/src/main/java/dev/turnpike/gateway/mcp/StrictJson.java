package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

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
                        .maxStringLength(caps.maxStringLength())
                        .maxNumberLength(caps.maxNumberLength())
                        .maxTokenCount(caps.maxTokens())
                        .build())
                .build();
    }

    /** Starts reading one document. */
    StrictReader read(byte[] bytes) throws IOException {
        if (bytes.length > caps.maxBytes()) {
            throw MalformedException.refused("larger than " + caps.maxBytes() + " bytes");
        }
        boolean escapes = Utf8.require(bytes);
        return new StrictReader(factory.createParser(bytes), bytes, caps, escapes);
    }
}
