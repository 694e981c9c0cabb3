package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees to it that every grant leads to a server, and to a policy if it names one, once the change is applied. */
final class References {
    static void check(
            Map<Resource.Id, Document> documents,
            Map<Resource.Id, StrictText.Part> declared,
            Registry.Snapshot stored,
            Set<Resource.Id> removed,
            Problems problems) {
        Set<Resource.Id> present = new HashSet<>(stored.resources().keySet());
        present.removeAll(removed);
        present.addAll(declared.keySet());
        documents.forEach((id, document) ->
                grant(document).ifPresent(grant -> check(requireNonNull(declared.get(id)), grant, present, problems)));
        if (removed.isEmpty()) {
            return;
        }
        stored.resources().forEach((id, resource) -> {
            if (!removed.contains(id) && !declared.containsKey(id)) {
                StoredDocument.grant(resource)
                        .ifPresent(grant -> check(StoredDocument.part(id), grant, present, problems));
            }
        });
    }

    private static void check(StrictText.Part part, GrantDocument grant, Set<Resource.Id> present, Problems problems) {
        check(part, "server", new Resource.Id(Resource.Kind.SERVER, grant.server()), present, problems);
        grant.policy()
                .filter(policy -> !policy.isPinned()) // those come with their grants, see Pins
                .ifPresent(policy -> check(part, "policy", policy.id(), present, problems));
    }

    private static void check(
            StrictText.Part part, String field, Resource.Id target, Set<Resource.Id> present, Problems problems) {
        if (!present.contains(target)) {
            List<String> names = present.stream()
                    .filter(id -> id.kind() == target.kind() && !PolicyReference.isPin(id))
                    .map(Resource.Id::name)
                    .toList();
            problems.addUnknown(part, "/" + field, field, target.name(), names);
        }
    }

    private static Optional<GrantDocument> grant(Document document) {
        return document.fold(server -> Optional.empty(), policy -> Optional.empty(), Optional::of);
    }

    private References() {}
}
