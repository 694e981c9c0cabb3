package dev.turnpike.gateway.config;

import dev.turnpike.gateway.audit.values.ValueKey;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The secrets that a server's document refers to, as this node has them. */
final class UpstreamSecrets {
    /** All values by header, in alphabetical order, without those that this node does not have, which are reported. */
    static Map<String, Secret> resolve(
            StrictText.Part part, ServerDocument server, Secrets secrets, Problems problems) {
        Map<String, Secret> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        server.headers().forEach((header, reference) -> {
            try {
                values.put(header, secrets.resolve(reference));
            } catch (SecretException unusable) {
                problems.add(
                        part,
                        Fields.child("/upstream/headers", header),
                        String.valueOf(unusable.getMessage()),
                        "every node needs it");
            }
        });
        return Collections.unmodifiableMap(values);
    }

    /** How values of the server's calls are kept; empty if they are not, or this node lacks the key, which is reported. */
    static Optional<Server.Recording> recording(
            StrictText.Part part, ServerDocument server, Secrets secrets, Problems problems) {
        return server.recording().flatMap(kept -> {
            try {
                ValueKey key = new ValueKey(secrets.resolve(kept.key()).reveal());
                return Optional.of(new Server.Recording(key, kept.days()));
            } catch (SecretException | IllegalArgumentException unusable) {
                problems.add(
                        part, "/record_arguments/key", String.valueOf(unusable.getMessage()), "every node needs it");
                return Optional.empty();
            }
        });
    }

    private UpstreamSecrets() {}
}
