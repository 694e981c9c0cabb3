package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.PolicyReader;
import dev.turnpike.gateway.policy.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A document of the registry at one revision, read.
 *
 * @param document empty if this node cannot use it
 * @param policy what a policy document says; denies everything if it is another document, or not usable
 * @param problems why it cannot be used
 */
record CompiledDocument(long revision, Optional<Document> document, Policy policy, List<ConfigProblem> problems) {

    static CompiledDocument of(Resource resource) {
        Problems problems = new Problems();
        Optional<Document> document = StoredDocument.read(resource, problems);
        Policy policy = document.flatMap(readable -> readable.fold(
                        server -> Optional.<Policy>empty(),
                        written -> policy(resource, written, problems),
                        grant -> Optional.empty()))
                .orElseGet(Policy::none);
        return new CompiledDocument(resource.revision(), document, policy, problems.errors());
    }

    private static Optional<Policy> policy(Resource resource, PolicyDocument document, Problems problems) {
        PolicyReader.Result result = PolicyReader.read(document.document().orElseThrow());
        for (Problem error : result.errors()) {
            problems.add(new ConfigProblem(StoredDocument.source(resource.id()), error));
        }
        return result.policy();
    }
}
