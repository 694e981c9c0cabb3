package dev.turnpike.gateway.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The grants by the hashes of their tokens. A token of several grants leads to none. Confined to one compilation. */
final class GrantIndex {
    private final Map<TokenHash, Grant> present = new HashMap<>();
    private final Map<TokenHash, Grant> previous = new HashMap<>();
    private final Set<TokenHash> seen = new HashSet<>();
    private final Set<TokenHash> shared = new HashSet<>();

    /** Adds a grant by its token, and by the one before it, with which the grant ends when that token does. */
    GrantIndex add(GrantDocument document, Grant grant) {
        document.tokenHash().ifPresent(hash -> add(present, hash, grant));
        document.previous().ifPresent(before -> add(previous, before.hash(), grant.endingBy(before.until())));
        return this;
    }

    /** Takes out the tokens of several grants: whose call it would be is not known. */
    void withoutShared(Problems problems) {
        for (TokenHash hash : shared) {
            present.remove(hash);
            previous.remove(hash);
            problems.add("(registry)", "", "several grants with the token hash " + hash, "give each its own");
        }
    }

    Map<TokenHash, Grant> present() {
        return present;
    }

    Map<TokenHash, Grant> previous() {
        return previous;
    }

    private void add(Map<TokenHash, Grant> grants, TokenHash hash, Grant grant) {
        if (!seen.add(hash)) {
            shared.add(hash);
        }
        grants.put(hash, grant);
    }
}
