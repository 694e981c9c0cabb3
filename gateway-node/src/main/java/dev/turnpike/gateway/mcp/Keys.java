package dev.turnpike.gateway.mcp;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one object in their order, none of them twice. A few are compared one by one, more of them by hash. */
final class Keys {
    private static final int FEW = 8;

    private String[] keys = new String[FEW];
    private int count;
    /** One bit for each hash that was met: most keys are new at a glance. */
    private long met;

    private @Nullable Set<String> many;

    /** Adds a key, unless it is there already. */
    boolean add(String key) {
        if (count < FEW ? isAmongFew(key) : isAmongMany(key)) {
            return false;
        }
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
        }
        keys[count++] = key;
        return true;
    }

    List<String> list() {
        return Collections.unmodifiableList(Arrays.asList(keys).subList(0, count));
    }

    private boolean isAmongFew(String key) {
        long bit = 1L << key.hashCode();
        if ((met & bit) != 0) {
            for (int i = 0; i < count; i++) {
                if (keys[i].equals(key)) {
                    return true;
                }
            }
        }
        met |= bit;
        return false;
    }

    private boolean isAmongMany(String key) {
        if (many == null) {
            many = new HashSet<>(Arrays.asList(keys));
        }
        return !many.add(key);
    }
}
