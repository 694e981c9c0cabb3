package dev.turnpike.gateway.http.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.Approval;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of approvals, the oldest first; it stays where it is when others come and go. */
record Cursor(long requestedMillis, String id) implements Comparable<Cursor> {
    private static final Comparator<Cursor> ORDER =
            Comparator.comparingLong(Cursor::requestedMillis).thenComparing(Cursor::id);
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([\\x21-\\x7e]{1,200})");

    static Cursor of(Approval approval) {
        return new Cursor(approval.requestedMillis(), approval.id());
    }

    /** The place that {@link #text} wrote; empty for any other text. */
    static Optional<Cursor> parse(String text) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            return form.matches()
                    ? Optional.of(new Cursor(Long.parseLong(form.group(1)), form.group(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Opaque, fit for a URL. */
    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((requestedMillis + ":" + id).getBytes(UTF_8));
    }

    @Override
    public int compareTo(Cursor other) {
        return ORDER.compare(this, other);
    }
}
