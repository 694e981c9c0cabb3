package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Resource.Origin;
import java.util.Optional;

/**
 * Who brings documents.
 *
 * @param origin how they come in
 * @param policiesOnly whether only policies may change, and which of them a grant has
 */
public record Hand(Origin origin, boolean policiesOnly) {
    /** The directory of a node. */
    static final Hand FILES = new Hand(Origin.FILES, /* policiesOnly= */ false);

    public Hand {
        requireNonNull(origin, "origin");
    }

    /** Whether a document can name a file that was read with it. */
    boolean hasFiles() {
        return origin == Origin.FILES;
    }

    /** Whether the document may become what is written. Looks up no secret. */
    boolean mayWrite(Document document, Optional<Resource> stored) {
        return !policiesOnly
                || document.fold(
                        server -> stored.filter(now -> now.json().equals(form(server)))
                                .isPresent(),
                        policy -> true,
                        grant -> stored.flatMap(StoredDocument::grant)
                                .filter(now -> isTheSameButForItsPolicy(grant, now))
                                .isPresent());
    }

    /** Whether the document may go. */
    boolean mayRemove(Resource.Id id) {
        return !policiesOnly || id.kind() == Resource.Kind.POLICY;
    }

    private static boolean isTheSameButForItsPolicy(GrantDocument grant, GrantDocument now) {
        return grant.token().isEmpty()
                && form(grant.tokens(now).policy(Optional.empty())).equals(form(now.policy(Optional.empty())));
    }

    private static String form(Document document) {
        return document.toResource(Origin.WRITTEN).json();
    }
}
