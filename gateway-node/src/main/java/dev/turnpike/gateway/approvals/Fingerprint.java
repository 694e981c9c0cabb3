package dev.turnpike.gateway.approvals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.canonical.CanonicalJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What one approval covers: SHA-256 over grant, server, tool, rule, policy, its revision and the arguments in canonical
 * JSON (RFC 8785), so that the order of keys, the form of numbers and escapes make no difference. Numbers keep their
 * digits, see {@link CanonicalJson}.
 */
public final class Fingerprint {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Fingerprint() {}

    /**
     * The fingerprint of one call.
     *
     * @param policy its name; documents that changed together have the same revision
     * @param arguments whose decimals were parsed as decimals
     */
    public static String of(
            String grant,
            String server,
            String tool,
            String rule,
            String policy,
            long policyRevision,
            ObjectNode arguments) {
        CanonicalJson canonical = CanonicalJson.of(arguments);
        ObjectNode all = NODES.objectNode();
        all.put("grant", grant);
        all.put("server", server);
        all.put("tool", tool);
        all.put("rule", rule);
        all.put("policy", policy);
        all.put("revision", Long.toString(policyRevision));
        all.set("arguments", canonical.value());
        canonical.exact().forEach(all.putArray("exact")::add);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(CanonicalJson.text(all));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
