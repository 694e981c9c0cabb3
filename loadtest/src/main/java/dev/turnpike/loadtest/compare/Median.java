package dev.turnpike.loadtest.compare;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of several values; of an even number, the mean of the two in the middle. */
final class Median {
    private Median() {}

    static <T> double of(Collection<T> all, ToDoubleFunction<T> value) {
        return of(all.stream().mapToDouble(value).toArray());
    }

    static double of(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] ordered = values.clone();
        Arrays.sort(ordered);
        int middle = ordered.length / 2;
        return ordered.length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
