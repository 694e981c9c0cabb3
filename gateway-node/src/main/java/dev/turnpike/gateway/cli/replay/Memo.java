package dev.turnpike.gateway.cli.replay;

import dev.turnpike.gateway.policy.ArgumentNames;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was found of calls of one tool with arguments of the same names, where the values are not known. Holds no more
 * than {@link #MOST}.
 */
final class Memo<T> {
    private static final int MOST = 10_000;

    private final Map<Key, T> found = new HashMap<>();
    private final Function<RecordedCall, T> finder;

    private record Key(String tool, ArgumentNames arguments) {}

    Memo(Function<RecordedCall, T> finder) {
        this.finder = finder;
    }

    T of(RecordedCall call) {
        if (call.values().isPresent()) {
            return finder.apply(call);
        }
        if (found.size() >= MOST) {
            found.clear();
        }
        return found.computeIfAbsent(new Key(call.tool(), call.arguments()), any -> finder.apply(call));
    }
}
