package dev.turnpike.gateway.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Globs by the literal text at one of their ends, whichever is longer, so that a name meets only those globs that share
 * an end with it. Immutable once built.
 */
final class GlobIndex<T> {
    private final Node<T> prefixes = new Node<>();
    private final Node<T> suffixes = new Node<>();

    GlobIndex(Map<String, T> globs) {
        Collection<Entry<Glob, T>> entries = new ArrayList<>();
        globs.forEach((text, value) -> entries.add(Map.entry(Glob.of(text), value)));
        // In order of precedence, so that the first match of a node is its best.
        entries.stream().sorted(Entry.comparingByKey(Glob.PRECEDENCE)).forEach(entry -> {
            Glob glob = entry.getKey();
            boolean byPrefix = glob.prefix().length() >= glob.suffix().length();
            Node<T> node = byPrefix ? prefixes : suffixes;
            String end = byPrefix
                    ? glob.prefix()
                    : new StringBuilder(glob.suffix()).reverse().toString();
            for (int i = 0; i < end.length(); i++) {
                node = node.children.computeIfAbsent(end.charAt(i), any -> new Node<>());
            }
            node.globs.add(entry);
        });
    }

    static <T> GlobIndex<T> none() {
        return new GlobIndex<>(Map.of());
    }

    /** The value of the glob that matches best, or null. */
    @Nullable
    T find(String name) {
        Entry<Glob, T> best = null;
        Node<T> node = prefixes;
        for (int i = 0; node != null; i++) {
            best = node.better(name, best);
            node = i < name.length() ? node.children.get(name.charAt(i)) : null;
        }
        node = suffixes;
        for (int i = name.length() - 1; node != null; i--) {
            best = node.better(name, best);
            node = i >= 0 ? node.children.get(name.charAt(i)) : null;
        }
        return best == null ? null : best.getValue();
    }

    private static final class Node<T> {
        private final Map<Character, Node<T>> children = new HashMap<>();
        private final List<Entry<Glob, T>> globs = new ArrayList<>();

        private @Nullable Entry<Glob, T> better(String name, @Nullable Entry<Glob, T> best) {
            for (Entry<Glob, T> candidate : globs) {
                if (best != null && Glob.PRECEDENCE.compare(best.getKey(), candidate.getKey()) <= 0) {
                    return best;
                }
                if (candidate.getKey().matches(name)) {
                    return candidate;
                }
            }
            return best;
        }
    }
}
