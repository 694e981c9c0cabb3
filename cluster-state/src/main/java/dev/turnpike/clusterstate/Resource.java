package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One document of the registry, as the nodes share it. The registry does not look inside: whoever applies a document
 * has validated it, whoever reads it compiles it.
 *
 * @param kind what the document describes
 * @param name unique within its kind
 * @param json the document in its normal form; holds references to secrets, never secrets
 * @param revision rises with every change of the registry; 0 for a document that is not yet stored
 * @param origin how it came into the registry
 */
public record Resource(Kind kind, String name, String json, long revision, Origin origin) {
    /** The kinds of document. */
    public enum Kind {
        SERVER,
        POLICY,
        GRANT
    }

    /** How a document came into the registry: by that it is told which ones a set of documents may remove. */
    public enum Origin {
        /** A node's directory holds it, whoever brought it first. */
        FILES,
        /** It was applied as one of a set. */
        APPLIED,
        /** It was written by itself. */
        WRITTEN;

        /** The origin of a document that was there before, and comes again this way. */
        Origin again(Origin before) {
            return this == FILES ? FILES : before;
        }
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
        requireNonNull(origin, "origin");
    }

    /** A document that was written by itself. */
    public Resource(Kind kind, String name, String json, long revision) {
        this(kind, name, json, revision, Origin.WRITTEN);
    }

    public Id id() {
        return new Id(kind, name);
    }

    /** The same at a revision, as it is stored over what was there before. */
    Resource over(@Nullable Resource before, long newRevision) {
        if (before == null) {
            return new Resource(kind, name, json, newRevision, origin);
        }
        boolean same = before.json.equals(json);
        return new Resource(kind, name, json, same ? before.revision : newRevision, origin.again(before.origin));
    }
}
