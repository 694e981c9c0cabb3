package dev.turnpike.gateway.mcp;

/**
 * The keys of an object that mean something. Keys that are one of them but for case are refused: servers that match keys
 * without regard to case (Go's encoding/json, by simple Unicode folding) would read them as that one, and we would not.
 */
final class KnownKeys {
    private final String[] known;

    KnownKeys(String... known) {
        this.known = known.clone();
    }

    void refuseLookalike(String key) {
        for (String exact : known) {
            if (exact.equalsIgnoreCase(key) && !exact.equals(key)) {
                throw WireException.invalidRequest(
                        "unknown key `" + Shown.text(key) + "`; did you mean `" + exact + "`?");
            }
        }
    }
}
