package dev.turnpike.gateway.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The values of a server's headers at this node. */
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

    private UpstreamSecrets() {}
}
