package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Resource;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code kind: Policy}. Either the policy stands in place or the name of its file does.
 *
 * @param document the policy, not yet read
 * @param file relative to the file of this document
 */
record PolicyDocument(String name, Optional<JsonNode> document, Optional<String> file) implements Document {
    static Optional<PolicyDocument> read(Optional<String> name, Fields fields) {
        Optional<JsonNode> document = fields.any("document");
        boolean elsewhere = fields.has("file");
        if (document.isPresent() == elsewhere) {
            fields.wrong(
                    document.isPresent() ? "file" : "document",
                    document.isPresent() ? "there beside `document`" : "missing",
                    "write the policy under `document`, or its file's name under `file`");
            return Optional.empty();
        }
        Optional<String> file = fields.text("file");
        return name.filter(usable -> document.isPresent() || file.isPresent())
                .map(usable -> new PolicyDocument(usable, document, file));
    }

    /** The same policy, standing in place. */
    PolicyDocument inPlace(JsonNode policy) {
        return new PolicyDocument(name, Optional.of(policy), Optional.empty());
    }

    @Override
    public Resource.Kind kind() {
        return Resource.Kind.POLICY;
    }

    @Override
    public <T> T fold(
            Function<ServerDocument, T> server, Function<PolicyDocument, T> policy, Function<GrantDocument, T> grant) {
        return policy.apply(this);
    }

    @Override
    public void write(ObjectNode normalForm) {
        normalForm.set("document", document.orElseThrow());
    }
}
