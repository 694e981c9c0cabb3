package dev.turnpike.gateway.approvals;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * What one approval covers: SHA-256 over grant, server, tool, rule, policy, its revision and the arguments in canonical
 * JSON (RFC 8785), so that the order of keys, the form of numbers and escapes make no difference.
 *
 * <p>Canonical JSON knows numbers as doubles only. One that a double does not hold exactly keeps its digits instead, or
 * two account numbers could share an approval.
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
        List<String> exact = new ArrayList<>();
        ObjectNode all = NODES.objectNode();
        all.put("grant", grant);
        all.put("server", server);
        all.put("tool", tool);
        all.put("rule", rule);
        all.put("policy", policy);
        all.put("revision", Long.toString(policyRevision));
        all.set("arguments", withoutExact(arguments, JsonPointer.empty(), exact));
        exact.forEach(all.putArray("exact")::add);
        try {
            byte[] canonical = new JsonCanonicalizer(all.toString()).getEncodedUTF8();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The value with null for each number that a double does not hold; those, and where they stand, go to the list. */
    private static JsonNode withoutExact(JsonNode value, JsonPointer where, List<String> exact) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            if (isDouble(number)) {
                return NODES.numberNode(number.doubleValue());
            }
            exact.add(where + "=" + number.stripTrailingZeros());
            return NullNode.getInstance();
        }
        if (value.isObject()) {
            ObjectNode copy = NODES.objectNode();
            List<String> keys = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                keys.add(member.getKey());
            }
            keys.sort(null); // the list of exact numbers must not depend on the order of keys
            keys.forEach(key -> copy.set(key, withoutExact(value.get(key), where.appendProperty(key), exact)));
            return copy;
        }
        if (value.isArray()) {
            var copy = NODES.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                copy.add(withoutExact(value.get(i), where.appendIndex(i), exact));
            }
            return copy;
        }
        return value;
    }

    /** Whether the shortest text of the nearest double is the same number. */
    private static boolean isDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
    }
}
