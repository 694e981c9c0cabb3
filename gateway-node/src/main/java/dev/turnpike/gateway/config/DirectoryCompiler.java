package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.tls.ClientTls;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Builds directories from states of the registry; a document whose revision did not change is not read again. What
 * cannot be used is left out, or refuses its calls, and is reported; the rest works on. Not thread-safe.
 */
final class DirectoryCompiler {
    private final Secrets secrets;
    private final UpstreamTls tls = new UpstreamTls();
    private Map<Resource.Id, CompiledDocument> documents = Map.of();

    DirectoryCompiler(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Reads the servers' secrets, too: those may be files. */
    Directory compile(Registry.Snapshot snapshot) {
        Map<Resource.Id, CompiledDocument> compiled = new HashMap<>();
        snapshot.resources().forEach((id, resource) -> {
            CompiledDocument known = documents.get(id);
            boolean same = known != null && known.revision() == resource.revision();
            compiled.put(id, same ? known : CompiledDocument.of(resource));
        });
        documents = compiled;

        Problems problems = new Problems();
        Map<String, Server> servers = new HashMap<>();
        GrantIndex grants = new GrantIndex();
        compiled.forEach((id, entry) -> {
            entry.problems().forEach(problems::add);
            entry.document().ifPresent(document -> {
                document.fold(
                        server -> servers.put(server.name(), server(server, entry, problems)),
                        policy -> policy,
                        grant -> grants.add(grant, grant(grant, entry.revision())));
            });
        });
        tls.retain(servers.keySet());
        grants.withoutShared(problems);
        return new Directory(snapshot.revision(), servers, grants.present(), grants.previous(), problems.errors());
    }

    private Server server(ServerDocument document, CompiledDocument entry, Problems problems) {
        Problems missing = new Problems();
        Map<String, Secret> headers =
                UpstreamSecrets.resolve(StoredDocument.part(document.id()), document, secrets, missing);
        Optional<Server.Recording> recording =
                UpstreamSecrets.recording(StoredDocument.part(document.id()), document, secrets, missing);
        Optional<ClientTls> client = tls.of(StoredDocument.part(document.id()), document, missing);
        missing.errors().forEach(problems::add);
        Optional<String> unavailable = missing.errors().stream()
                .findFirst()
                .map(error -> error.problem().message());
        return new Server(
                document.name(),
                document.description(),
                document.url(),
                unavailable.isPresent() ? Map.of() : headers,
                client,
                document.timeout(),
                document.errorStyle(),
                recording,
                unavailable,
                entry.revision());
    }

    private Grant grant(GrantDocument document, long revision) {
        Optional<CompiledDocument> policy =
                document.policy().flatMap(reference -> Optional.ofNullable(documents.get(reference.id())));
        return new Grant(
                document.name(),
                document.server(),
                policy.map(CompiledDocument::policy).orElseGet(Policy::none),
                document.policy().map(PolicyReference::name),
                policy.map(found -> revision(document, found)).orElse(0L),
                document.expires(),
                document.disabled(),
                revision);
    }

    /** Of what the policy says, which is older than the copy that a pinned grant has of it. */
    private static long revision(GrantDocument grant, CompiledDocument policy) {
        return grant.policy()
                .filter(PolicyReference::isPinned)
                .map(PolicyReference::revision)
                .orElse(policy.revision());
    }
}
