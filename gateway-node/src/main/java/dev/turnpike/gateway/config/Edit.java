package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Resource.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change of documents that an operator asks for.
 *
 * @param documents those to write
 * @param only the one that they must be
 * @param removed the one to remove
 * @param prune whether documents that were applied before, and are not among these, go
 * @param condition what must hold of the registry that it changes
 */
public record Edit(
        Hand hand,
        Optional<DocumentSource> documents,
        Optional<Resource.Id> only,
        Optional<Resource.Id> removed,
        boolean prune,
        Condition condition) {
    /** What must hold of a registry. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds. */
        boolean holds(Registry.Snapshot stored);
    }

    public Edit {
        requireNonNull(hand, "hand");
        requireNonNull(documents, "documents");
        requireNonNull(only, "only");
        requireNonNull(removed, "removed");
        requireNonNull(condition, "condition");
    }

    /** Writes a set of documents. */
    public static Edit apply(String documents, boolean policiesOnly, boolean prune, Condition condition) {
        return new Edit(
                new Hand(Origin.APPLIED, policiesOnly),
                Optional.of(new DocumentSource("(request)", documents)),
                Optional.empty(),
                Optional.empty(),
                prune,
                condition);
    }

    /** Writes one document by itself. */
    public static Edit write(Resource.Id id, String document, boolean policiesOnly, Condition condition) {
        return new Edit(
                new Hand(Origin.WRITTEN, policiesOnly),
                Optional.of(new DocumentSource("(request)", document)),
                Optional.of(id),
                Optional.empty(),
                /* prune= */ false,
                condition);
    }

    /** Removes one document. */
    public static Edit remove(Resource.Id id, boolean policiesOnly, Condition condition) {
        return new Edit(
                new Hand(Origin.WRITTEN, policiesOnly),
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                /* prune= */ false,
                condition);
    }

    List<DocumentSource> sources() {
        return documents.stream().toList();
    }

    /** @throws ConfigException if the documents are others than the one that they must be */
    Change require(Change change) {
        only.ifPresent(id -> {
            if (!change.documents().equals(Set.of(id))) {
                Problems problems = new Problems();
                problems.add(
                        "(request)",
                        "",
                        "not the one document that the path names",
                        "send the " + Document.kindText(id.kind()) + " `" + Quoted.of(id.name()) + "` alone");
                problems.refuse();
            }
        });
        return change;
    }

    /** What goes if it is not among the documents. */
    Set<Resource.Id> previous(Registry.Snapshot stored) {
        Set<Resource.Id> previous = removed.stream().collect(toSet());
        if (prune) {
            stored.resources().values().stream()
                    .filter(resource -> resource.origin() == Origin.APPLIED)
                    .forEach(resource -> previous.add(resource.id()));
        }
        return previous;
    }
}
