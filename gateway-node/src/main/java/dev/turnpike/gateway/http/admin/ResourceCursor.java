package dev.turnpike.gateway.http.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.Resource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of documents, by kind and name; it stays where it is when others come and go. */
record ResourceCursor(Resource.Kind kind, String name) implements Comparable<ResourceCursor> {
    private static final Comparator<ResourceCursor> ORDER =
            Comparator.comparing(ResourceCursor::kind).thenComparing(ResourceCursor::name);
    private static final Pattern FORM = Pattern.compile("([a-z]{1,10}):([\\x21-\\x7e]{1,200})");

    static ResourceCursor of(Resource.Id id) {
        return new ResourceCursor(id.kind(), id.name());
    }

    /** The place that {@link #text} wrote; empty for any other text. */
    static Optional<ResourceCursor> parse(String text) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            return form.matches()
                    ? ResourceRoutes.kind(form.group(1)).map(kind -> new ResourceCursor(kind, form.group(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Opaque, fit for a URL. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((ResourceRoutes.text(kind) + ":" + name).getBytes(UTF_8));
    }

    @Override
    public int compareTo(ResourceCursor other) {
        return ORDER.compare(this, other);
    }
}
