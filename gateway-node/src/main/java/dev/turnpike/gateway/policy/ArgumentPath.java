package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way into the arguments of a call: {@code args.items[*].price}.
 *
 * <p>A key that is not there, an index beyond the end, and anything below an explicit null are absent. A value that has
 * no such level at all (a key of a text or of a list, {@code [*]} of anything but a list) cannot be judged: a lenient
 * server may still read something out of it.
 *
 * @param text as the author wrote it
 */
record ArgumentPath(String text, List<Segment> segments) {
    /**
     * One level down.
     *
     * @param key the member's name; null for every element of a list
     * @param index the place in a list; -1 if this is only a name
     */
    record Segment(@Nullable String key, int index) {
        static final Segment EACH = new Segment(null, -1);

        boolean isEach() {
            return key == null;
        }
    }

    ArgumentPath {
        segments = List.copyOf(segments);
    }

    boolean namesOneValue() {
        return segments.stream().noneMatch(Segment::isEach);
    }

    Verdict judge(JsonNode arguments, Clause clause, Check check) {
        return judge(arguments, 0, clause, check);
    }

    /**
     * The verdict, if the names of the arguments are enough to tell.
     *
     * @param anyValue whether the check takes every value that is there for the same
     */
    Optional<Verdict> foresee(ArgumentNames names, boolean anyValue, Check check) {
        String key = segments.get(0).key();
        if (key == null) {
            return Optional.of(Verdict.UNJUDGEABLE);
        }
        if (names.lacks(key)) {
            return Optional.of(check.absent());
        }
        return anyValue && segments.size() == 1 && names.has(key)
                ? Optional.of(check.judge(NullNode.getInstance()))
                : Optional.empty();
    }

    private Verdict judge(JsonNode from, int first, Clause clause, Check check) {
        JsonNode node = from;
        for (int i = first; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (node.isNull()) {
                return check.absent();
            }
            if (segment.isEach()) {
                return node.isArray() ? judgeEach(node, i + 1, clause, check) : Verdict.UNJUDGEABLE;
            }
            if (!leads(node, segment)) {
                return Verdict.UNJUDGEABLE;
            }
            JsonNode next = step(node, segment);
            if (next == null) {
                return check.absent();
            }
            node = next;
        }
        return check.judge(node);
    }

    /** Under {@code require} all elements must hold, otherwise one is enough; of an empty list all do, and none. */
    private Verdict judgeEach(JsonNode list, int rest, Clause clause, Check check) {
        for (JsonNode element : list) {
            Verdict verdict = judge(element, rest, clause, check);
            if (clause.settledBy(verdict)) {
                return verdict;
            }
        }
        return clause == Clause.REQUIRE ? Verdict.HOLDS : Verdict.FAILS;
    }

    /** The one value that is there, or null; only for a path that {@link #namesOneValue}. */
    @Nullable
    JsonNode find(JsonNode arguments) {
        JsonNode node = arguments;
        for (Segment segment : segments) {
            node = leads(node, segment) ? step(node, segment) : null;
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static boolean leads(JsonNode node, Segment segment) {
        return node.isObject() || (node.isArray() && segment.index() >= 0);
    }

    private static @Nullable JsonNode step(JsonNode node, Segment segment) {
        return node.isArray() ? node.get(segment.index()) : node.get(segment.key());
    }
}
