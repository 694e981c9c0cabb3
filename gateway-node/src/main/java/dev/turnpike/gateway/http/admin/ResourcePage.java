package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A part of the list of documents, by kind and name.
 *
 * @param revision the registry's
 * @param more whether others come after it
 */
record ResourcePage(long revision, List<Resource> resources, boolean more) {
    /** A page ends early beyond so many characters. */
    private static final int LONGEST = 4 << 20;

    ResourcePage {
        resources = List.copyOf(resources);
    }

    /** The page that is wanted. */
    static ResourcePage of(Registry.Snapshot stored, ResourceQuery query) {
        List<Resource> wanted = stored.resources().values().stream()
                .filter(resource -> query.wants(resource.id()))
                .sorted(Comparator.comparing(resource -> ResourceCursor.of(resource.id())))
                .limit(query.limit() + 1L)
                .toList();
        int size = 0;
        int length = 0;
        while (size < Math.min(wanted.size(), query.limit()) && length < LONGEST) {
            length += query.documents() ? wanted.get(size).json().length() : 0;
            size++;
        }
        return new ResourcePage(stored.revision(), wanted.subList(0, size), size < wanted.size());
    }

    /**
     * With {@code next}, by which the following page is asked for, if there is one.
     *
     * @param documents whether with what they say
     */
    ObjectNode json(boolean documents) {
        ObjectNode json = ProblemReply.object().put("revision", revision);
        ArrayNode list = json.putArray("resources");
        for (Resource resource : resources) {
            ObjectNode entry = list.addObject()
                    .put("kind", ResourceRoutes.text(resource.kind()))
                    .put("name", resource.name())
                    .put("revision", resource.revision())
                    .put("origin", resource.origin().name().toLowerCase(Locale.ROOT));
            if (documents) {
                entry.set("document", ResourceRoutes.document(resource));
            }
        }
        if (more) {
            json.put(
                    "next",
                    ResourceCursor.of(resources.get(resources.size() - 1).id()).text());
        }
        return json;
    }
}
