package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds limits that can never be the one that refuses, because a tighter one always does before. */
final class LimitLint {
    private static final int MOST_CHECKED = 2_000;

    private LimitLint() {}

    static void warn(Draft draft, Problems problems) {
        Map<String, Set<String>> places = places(draft);
        draft.all().limits().forEach(limit -> warn(limit, draft.all().limits(), places, problems));
        draft.tools().stream().limit(MOST_CHECKED).forEach(tool -> {
            List<Charging> applying = new ArrayList<>(tool.limits());
            applying.addAll(draft.all().limits());
            tool.limits().forEach(limit -> warn(limit, applying, places, problems));
        });
    }

    private static void warn(
            Charging candidate, List<Charging> applying, Map<String, Set<String>> places, Problems problems) {
        applying.stream()
                .filter(other -> !other.equals(candidate) && hides(other, candidate, places))
                .findFirst()
                .ifPresent(other -> problems.warn(
                        candidate.limit().rule(),
                        "can never refuse: " + other.limit().rule() + " is tighter and always refuses first"));
    }

    /** By counter: the entries that spend from it. */
    private static Map<String, Set<String>> places(Draft draft) {
        Map<String, Set<String>> places = new HashMap<>();
        draft.tools()
                .forEach(tool -> tool.limits()
                        .forEach(limit ->
                                places.merge(limit.limit().counter(), Set.of(tool.pointer()), LimitLint::union)));
        draft.all()
                .limits()
                .forEach(limit ->
                        places.merge(limit.limit().counter(), Set.of(draft.all().pointer()), LimitLint::union));
        return places;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.of(one, other).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean hides(Charging tight, Charging loose, Map<String, Set<String>> places) {
        Limit one = tight.limit();
        Limit other = loose.limit();
        boolean sameCount = one.meets(other);
        boolean countsAll = places.getOrDefault(one.counter(), Set.of()).contains("/all_tools")
                || places.getOrDefault(one.counter(), Set.of())
                        .containsAll(places.getOrDefault(other.counter(), Set.of()));
        boolean reaches = (!one.shadow() || other.shadow())
                && one.scope().compareTo(other.scope()) >= 0
                && tight.increment().equals(loose.increment())
                && countsAll;
        boolean smaller = one.maxMicros() < other.maxMicros()
                || (one.maxMicros() == other.maxMicros()
                        && !(sameCount || one.window().equals(other.window())));
        return reaches && smaller && covers(one, other);
    }

    /** Whether each window of {@code other} lies within one of {@code one}. */
    private static boolean covers(Limit one, Limit other) {
        long outer = one.window().length().toSeconds();
        long inner = other.window().length().toSeconds();
        if (one.window().equals(other.window()) || one.algorithm() == Algorithm.SLIDING) {
            return outer >= inner && (one.algorithm() == Algorithm.SLIDING || other.algorithm() == Algorithm.FIXED);
        }
        if (other.algorithm() == Algorithm.SLIDING || outer < inner) {
            return false;
        }
        boolean byDays = one.window() == Window.Calendar.WEEK || one.window() == Window.Calendar.MONTH;
        return byDays
                ? Window.Calendar.DAY.length().toSeconds() % inner == 0
                : outer % inner == 0
                        && other.window() != Window.Calendar.WEEK
                        && other.window() != Window.Calendar.MONTH;
    }
}
