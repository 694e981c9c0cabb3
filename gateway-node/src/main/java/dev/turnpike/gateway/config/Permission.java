package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a change whoever brings it may not do. Asked before any secret is looked up. Confined to one reading. */
final class Permission {
    private final Hand hand;
    private final Registry.Snapshot stored;
    private final List<Resource.Id> refused = new ArrayList<>();

    Permission(Hand hand, Registry.Snapshot stored) {
        this.hand = hand;
        this.stored = stored;
    }

    /** Whether the document may become that. */
    boolean write(Document document) {
        return noted(
                document.id(),
                hand.mayWrite(document, Optional.ofNullable(stored.resources().get(document.id()))));
    }

    /** Whether the document may go. */
    boolean remove(Resource.Id id) {
        return noted(id, hand.mayRemove(id));
    }

    /** @throws NotPermittedException with all documents that were refused, if there are any */
    void require() {
        if (!refused.isEmpty()) {
            throw new NotPermittedException(refused);
        }
    }

    private boolean noted(Resource.Id id, boolean permitted) {
        if (!permitted) {
            refused.add(id);
        }
        return permitted;
    }
}
