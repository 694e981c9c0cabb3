package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Resource.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The policies that grants are pinned to: copies beside the ones in force, each named {@code name@revision}. One comes
 * with the first grant that needs it and leaves with the last, in the same step of the registry, so that every grant has
 * its policy whatever becomes of the one in force. Immutable.
 */
final class Pins {
    private static final int MOST_NAMED = 5;

    private final Registry.Snapshot stored;
    /** Those that are needed and not stored yet. */
    private final Map<Resource.Id, Resource> found;

    private Pins(Registry.Snapshot stored, Map<Resource.Id, Resource> found) {
        this.stored = stored;
        this.found = Map.copyOf(found);
    }

    /** Looks for what grants among the documents are pinned to; a revision that is not known is reported. */
    static Pins of(
            Map<Resource.Id, Document> documents,
            Map<Resource.Id, StrictText.Part> declared,
            Registry.Snapshot stored,
            PolicyRevisions revisions,
            Problems problems) {
        Map<Resource.Id, Resource> found = new HashMap<>();
        Map<PolicyReference, Optional<Resource>> asked = new HashMap<>();
        documents.forEach((id, document) -> pin(document)
                .filter(pin -> !stored.resources().containsKey(pin.id()))
                .ifPresent(pin -> asked.computeIfAbsent(pin, any -> revisions.find(pin, stored))
                        .ifPresentOrElse(
                                policy -> found.put(pin.id(), copy(pin, policy)),
                                () -> unknown(
                                        Objects.requireNonNull(declared.get(id)),
                                        pin,
                                        revisions.of(pin.name(), stored),
                                        policies(stored, declared.keySet()),
                                        problems))));
        return new Pins(stored, found);
    }

    /** How many documents more there may be. */
    int size() {
        return found.size();
    }

    /** What is to be stored with these documents. */
    List<Resource> added(Collection<Resource> changed) {
        return found.isEmpty()
                ? List.of()
                : pins(changed.stream())
                        .flatMap(pin -> Stream.ofNullable(found.get(pin)))
                        .toList();
    }

    /** What is of no use once these documents are stored and removed. */
    Set<Resource.Id> gone(Collection<Resource> changed, Set<Resource.Id> removed) {
        Set<Resource.Id> pins = stored.resources().keySet().stream()
                .filter(PolicyReference::isPin)
                .collect(toSet());
        if (pins.isEmpty()) {
            return pins;
        }
        Set<Resource.Id> replaced = new HashSet<>(removed);
        changed.forEach(resource -> replaced.add(resource.id()));
        Stream<Resource> others =
                stored.resources().values().stream().filter(resource -> !replaced.contains(resource.id()));
        pins(Stream.concat(others, changed.stream())).forEach(pins::remove);
        return pins;
    }

    private static Stream<Resource.Id> pins(Stream<Resource> resources) {
        return resources
                .filter(PolicyReference::mayPin)
                .flatMap(resource -> StoredDocument.grant(resource).stream())
                .flatMap(grant -> pin(grant).stream())
                .map(PolicyReference::id)
                .distinct();
    }

    private static Optional<PolicyReference> pin(Document document) {
        return document.<Optional<PolicyReference>>fold(
                        server -> Optional.empty(), policy -> Optional.empty(), GrantDocument::policy)
                .filter(PolicyReference::isPinned);
    }

    /** Says what its policy said, under its own name. */
    private static Resource copy(PolicyReference pin, Resource policy) {
        return new Resource(Resource.Kind.POLICY, pin.text(), policy.json(), 0, Origin.WRITTEN);
    }

    private static void unknown(
            StrictText.Part part, PolicyReference pin, List<Resource> known, Set<String> policies, Problems problems) {
        if (known.isEmpty() && !policies.contains(pin.name())) {
            problems.addUnknown(part, "/policy", "policy", pin.name(), policies);
            return;
        }
        problems.add(
                part,
                "/policy",
                "revision " + pin.revision() + " of policy `" + Quoted.of(pin.name()) + "` is not known",
                known.isEmpty()
                        ? "it has none yet; name the policy alone, to follow it"
                        : "the newest that are: "
                                + known.stream()
                                        .limit(MOST_NAMED)
                                        .map(one -> Long.toString(one.revision()))
                                        .collect(joining(", ")));
    }

    /** The names of those that people wrote. */
    private static Set<String> policies(Registry.Snapshot stored, Set<Resource.Id> declared) {
        return Stream.concat(stored.resources().keySet().stream(), declared.stream())
                .filter(id -> id.kind() == Resource.Kind.POLICY && !PolicyReference.isPin(id))
                .map(Resource.Id::name)
                .collect(toSet());
    }
}
