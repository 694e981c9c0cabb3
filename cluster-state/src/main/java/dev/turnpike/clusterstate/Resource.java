package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * One document of the registry, as the nodes share it. The registry does not look inside: whoever applies a document
 * has validated it, whoever reads it compiles it.
 *
 * @param kind what the document describes
 * @param name unique within its kind
 * @param json the document in its normal form; holds references to secrets, never secrets
 * @param revision rises with every change of the registry; 0 for a document that is not yet stored
 */
public record Resource(Kind kind, String name, String json, long revision) {
    /** The kinds of document. */
    public enum Kind {
        SERVER,
        POLICY,
        GRANT
    }

    /** What names a document. */
    public record Id(Kind kind, String name) {
        public Id {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
        }
    }

    public Resource {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(json, "json");
    }

    public Id id() {
        return new Id(kind, name);
    }
}
