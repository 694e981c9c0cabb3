package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.Edit.Condition;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request says must hold before it changes anything (RFC 9110, section 13). */
final class Precondition {
    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private Precondition() {}

    /** The entity tag of a revision. */
    static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    /** {@code If-Match}: the revision of all documents. */
    static Condition ofRegistry(MultiMap headers) {
        none(headers, HttpHeaders.IF_NONE_MATCH);
        @Nullable String match = one(headers, HttpHeaders.IF_MATCH);
        if (match == null) {
            return stored -> true;
        }
        long revision = revision(match);
        return stored -> stored.revision() == revision;
    }

    /** {@code If-Match}: the document's revision; {@code If-None-Match: *}: it is not there. */
    static Condition of(Resource.Id id, MultiMap headers) {
        @Nullable String match = one(headers, HttpHeaders.IF_MATCH);
        @Nullable String noneMatch = one(headers, HttpHeaders.IF_NONE_MATCH);
        if (noneMatch != null && (match != null || !noneMatch.equals("*"))) {
            throw new Rejected(400, "precondition", "If-None-Match: send `*`, and not beside `If-Match`");
        }
        if (noneMatch != null) {
            return stored -> !stored.resources().containsKey(id);
        }
        if (match == null) {
            return stored -> true;
        }
        if (match.equals("*")) {
            return stored -> stored.resources().containsKey(id);
        }
        long revision = revision(match);
        return stored -> revision(stored, id) == revision;
    }

    private static long revision(Registry.Snapshot stored, Resource.Id id) {
        @Nullable Resource resource = stored.resources().get(id);
        return resource == null ? -1 : resource.revision();
    }

    private static long revision(String match) {
        Matcher tag = TAG.matcher(match);
        if (!tag.matches()) {
            throw new Rejected(400, "precondition", "If-Match: send one `ETag` of an answer, such as `\"12\"`");
        }
        return Long.parseLong(tag.group(1));
    }

    private static @Nullable String one(MultiMap headers, CharSequence name) {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw new Rejected(400, "precondition", name + ": given twice");
        }
        return values.isEmpty() ? null : values.get(0).trim();
    }

    private static void none(MultiMap headers, CharSequence name) {
        if (headers.contains(name)) {
            throw new Rejected(400, "precondition", name + ": of no use here");
        }
    }
}
