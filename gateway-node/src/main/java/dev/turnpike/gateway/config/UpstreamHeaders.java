package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The headers that a server document adds to every request: by reference, and none that the node itself sets. */
final class UpstreamHeaders {
    private static final int MOST = 32;

    /** A field name of RFC 9110, section 5.1. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** What frames a message, or says what it is: another value would change how it is read. */
    private static final Set<String> OWN = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "last-event-id",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    static Map<String, SecretReference> read(String key, Fields upstream) {
        Map<String, SecretReference> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Optional<ObjectNode> node = upstream.object(key);
        if (node.isEmpty()) {
            return headers;
        }
        if (node.get().size() > MOST) {
            upstream.wrong(key, "more than " + MOST + " headers", "remove some");
        }
        try (Fields fields = upstream.within(key, node.get())) {
            for (String name : names(node.get())) {
                if (headers.containsKey(name)) {
                    fields.wrong(name, "there in another case as well", "remove one of them");
                } else if (!NAME.matcher(name).matches()) {
                    fields.wrong(name, "no name of an HTTP header", "expected letters, digits and `-`");
                } else if (isOwn(name)) {
                    fields.wrong(name, "set by the gateway itself", "remove it");
                }
                fields.secret(name).ifPresent(reference -> headers.put(name, reference));
            }
        }
        return headers;
    }

    private static boolean isOwn(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OWN.contains(lower) || lower.startsWith("mcp-");
    }

    private static List<String> names(ObjectNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    private UpstreamHeaders() {}
}
