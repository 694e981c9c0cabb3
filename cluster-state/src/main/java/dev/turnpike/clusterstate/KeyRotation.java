package dev.turnpike.clusterstate;

import java.util.ArrayList;
import java.util.List;

/** When keys are renewed, and which of them seals. */
public final class KeyRotation {
    /** How long nodes may go on with the keys that they know. */
    public static final long KNOWN_MILLIS = 60_000;

    private KeyRotation() {}

    /** The keys at that time, the newest first: with {@code next} among them, made then, if one is due. */
    public static List<KeyRing.Key> renewed(List<KeyRing.Key> keys, KeyRing.Key next, long nowMillis) {
        if (!keys.isEmpty() && keys.get(0).madeMillis() + KeyRing.RENEWED_MILLIS > nowMillis) {
            return keys;
        }
        List<KeyRing.Key> after = new ArrayList<>();
        after.add(new KeyRing.Key(next.id(), next.secret(), nowMillis));
        keys.stream()
                .filter(key -> key.madeMillis() + 2 * KeyRing.RENEWED_MILLIS > nowMillis)
                .forEach(after::add);
        return List.copyOf(after);
    }

    /** The same keys, the one that seals first: the newest, unless there may be nodes that do not know it yet. */
    public static List<KeyRing.Key> sealingFirst(List<KeyRing.Key> keys, long nowMillis) {
        if (keys.size() < 2 || keys.get(0).madeMillis() + 2 * KNOWN_MILLIS <= nowMillis) {
            return keys;
        }
        List<KeyRing.Key> ordered = new ArrayList<>(keys);
        ordered.add(1, ordered.remove(0));
        return List.copyOf(ordered);
    }
}
