package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.PolicyReference;
import java.util.List;
import java.util.Optional;

/**
 * A part of the list of a policy's revisions, the newest first.
 *
 * @param inForce the one that is in force; empty if the policy was removed
 * @param more whether others come after it
 */
record RevisionPage(String policy, Optional<Long> inForce, List<Entry> entries, boolean more) {
    /**
     * One of them.
     *
     * @param pinned whether grants are pinned to it
     */
    record Entry(long revision, boolean pinned) {}

    RevisionPage {
        entries = List.copyOf(entries);
    }

    /** The page that is wanted. */
    static RevisionPage of(Resource.Id policy, List<Resource> known, Registry.Snapshot stored, RevisionQuery query) {
        List<Entry> wanted = known.stream()
                .map(Resource::revision)
                .filter(query::wants)
                .limit(query.limit() + 1L)
                .map(revision -> new Entry(revision, isPinned(policy, revision, stored)))
                .toList();
        return new RevisionPage(
                policy.name(),
                Optional.ofNullable(stored.resources().get(policy)).map(Resource::revision),
                wanted.subList(0, Math.min(wanted.size(), query.limit())),
                wanted.size() > query.limit());
    }

    /** With {@code next}, by which the following page is asked for, if there is one. */
    ObjectNode json() {
        ObjectNode json = ProblemReply.object().put("policy", policy);
        ArrayNode list = json.putArray("revisions");
        for (Entry entry : entries) {
            list.addObject()
                    .put("revision", entry.revision())
                    .put("current", inForce.equals(Optional.of(entry.revision())))
                    .put("pinned", entry.pinned());
        }
        if (more) {
            json.put("next", Long.toString(entries.get(entries.size() - 1).revision()));
        }
        return json;
    }

    private static boolean isPinned(Resource.Id policy, long revision, Registry.Snapshot stored) {
        String pin = new PolicyReference(policy.name(), revision).text();
        return stored.resources().containsKey(new Resource.Id(policy.kind(), pin));
    }
}
