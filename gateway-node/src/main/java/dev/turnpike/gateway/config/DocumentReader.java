package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.toSet;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns texts into a change of the registry: reads the documents strictly, and checks them together with what is
 * stored. The only way in, whatever the texts come from. Thread-safe; reads files of secrets: not for an event loop.
 */
public final class DocumentReader {
    private final Secrets secrets;
    private final PolicyRevisions revisions;

    /** Reads documents whose secrets must be at this node, for a registry that remembers no earlier revisions. */
    public DocumentReader(Secrets secrets) {
        this(secrets, PolicyRevisions.none());
    }

    /** The same for one that does. */
    DocumentReader(Secrets secrets, PolicyRevisions revisions) {
        this.secrets = secrets;
        this.revisions = revisions;
    }

    /** As {@link #read(List, Registry.Snapshot, Set, Hand)}, for the files of a node. */
    public Change read(List<DocumentSource> sources, Registry.Snapshot stored, Set<Resource.Id> previous) {
        return read(sources, stored, previous, Hand.FILES);
    }

    /**
     * Reads and checks, and changes nothing.
     *
     * @param previous what the same sources held before; what is no longer among them is removed
     * @throws ConfigException with everything that is wrong in any of the sources
     * @throws NotPermittedException if whoever brings them may not do that
     * @throws StateUnavailableException if a grant is pinned to an earlier revision, and those cannot be read now
     */
    public Change read(List<DocumentSource> sources, Registry.Snapshot stored, Set<Resource.Id> previous, Hand hand) {
        Problems problems = new Problems();
        List<StrictText.Part> parts = new ArrayList<>();
        sources.forEach(source -> parts.addAll(StrictText.read(source, problems)));
        PolicyFiles files = hand.hasFiles() ? PolicyFiles.among(parts) : PolicyFiles.none();
        List<StrictText.Part> documents =
                parts.stream().filter(part -> !files.contains(part)).toList();
        Map<Resource.Id, StrictText.Part> declared = declared(documents, problems);
        Set<Resource.Id> removed = previous.stream()
                .filter(id -> !declared.containsKey(id) && stored.resources().containsKey(id))
                .collect(toSet());

        Permission permission = new Permission(hand, stored);
        removed.forEach(permission::remove);

        GrantTokens tokens = new GrantTokens(secrets, problems, stored, declared.keySet(), removed);
        Map<Resource.Id, Document> checked = new LinkedHashMap<>();
        for (StrictText.Part part : documents) {
            Document.read(part, problems)
                    .filter(permission::write)
                    .flatMap(document -> document.fold(
                            server -> checked(part, server, problems),
                            policy -> files.resolve(part, policy, problems),
                            grant -> tokens.resolve(part, grant)))
                    .ifPresent(document -> checked.put(document.id(), document));
        }
        permission.require();
        References.check(checked, declared, stored, removed, problems);
        Pins pins = Pins.of(checked, declared, stored, revisions.once(), problems);
        Capacity.check(declared.keySet(), removed, pins.size(), stored, problems);
        problems.refuse();
        List<Resource> changed = changed(checked, stored, hand.origin());
        Capacity.checkSize(changed, removed, stored, problems);
        problems.refuse();
        return new Change(
                declared.keySet(), changed, removed, tokens.issued(), problems.warnings(), stored.revision(), pins);
    }

    private Optional<Document> checked(StrictText.Part part, ServerDocument server, Problems problems) {
        UpstreamSecrets.resolve(part, server, secrets, problems);
        UpstreamSecrets.recording(part, server, secrets, problems);
        UpstreamTls.check(part, server, problems);
        return Optional.of(server);
    }

    private static Map<Resource.Id, StrictText.Part> declared(List<StrictText.Part> parts, Problems problems) {
        Map<Resource.Id, StrictText.Part> declared = new LinkedHashMap<>();
        for (StrictText.Part part : parts) {
            Document.declared(part).ifPresent(id -> {
                StrictText.Part first = declared.putIfAbsent(id, part);
                if (first != null) {
                    problems.add(
                            part,
                            "/name",
                            "another " + Document.kindText(id.kind()) + " named `" + Quoted.of(id.name()) + "`",
                            Optional.of("the first is in " + first.source()));
                }
            });
        }
        return declared;
    }

    private static List<Resource> changed(
            Map<Resource.Id, Document> documents, Registry.Snapshot stored, Resource.Origin origin) {
        return RegistryChange.of(
                        documents.values().stream()
                                .map(document -> document.toResource(origin))
                                .toList(),
                        Set.of(),
                        stored.revision())
                .news(stored);
    }
}
