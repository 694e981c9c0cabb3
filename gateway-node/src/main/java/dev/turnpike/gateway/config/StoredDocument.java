package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.turnpike.clusterstate.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents as the registry holds them, read by the same rules as those that people write. */
final class StoredDocument {
    /** The document; empty if this node cannot use it, which is reported. */
    static Optional<Document> read(Resource resource, Problems problems) {
        Problems own = new Problems();
        DocumentSource text = new DocumentSource(source(resource.id()), resource.json());
        List<StrictText.Part> parts = StrictText.read(text, own);
        Optional<Document> document = parts.stream()
                .findFirst()
                .flatMap(part -> Document.read(part, own).map(Document.class::cast));
        if (document.isPresent() && !isNormal(document.get(), resource.id())) {
            own.add(part(resource.id()), "", "not in the form that the registry holds", "apply the document again");
        }
        own.errors().forEach(problems::add);
        return document.filter(readable -> own.errors().isEmpty());
    }

    /** The grant that the resource is, if it is a usable one. */
    static Optional<GrantDocument> grant(Resource resource) {
        return resource.kind() == Resource.Kind.GRANT
                ? read(resource, new Problems())
                        .flatMap(document ->
                                document.fold(server -> Optional.empty(), policy -> Optional.empty(), Optional::of))
                : Optional.empty();
    }

    private static boolean isNormal(Document document, Resource.Id id) {
        return document.id().equals(written(id))
                && document.fold(
                        server -> true,
                        policy -> policy.document().isPresent(),
                        grant -> grant.tokenHash().isPresent());
    }

    /** What it says that it is: a pinned policy is a copy of the one with its name. */
    private static Resource.Id written(Resource.Id id) {
        return PolicyReference.isPin(id)
                ? PolicyReference.parse(id.name())
                        .map(pin -> new Resource.Id(id.kind(), pin.name()))
                        .orElse(id)
                : id;
    }

    /** What problems of a stored document refer to. */
    static StrictText.Part part(Resource.Id id) {
        return new StrictText.Part(source(id), NullNode.getInstance(), "", Map.of());
    }

    static String source(Resource.Id id) {
        return "(registry) " + Document.kindText(id.kind()) + " " + id.name();
    }

    private StoredDocument() {}
}
