package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Things that a form names often: each travels once, and is named by its place among them. */
final class Places<T> {
    private final Map<T, Integer> places = new LinkedHashMap<>();
    /** The one named last, and its place: equal things come in runs, and to compare is cheaper than to hash. */
    private @Nullable T last;

    private int lastPlace = -1;

    void add(T thing) {
        if (!thing.equals(last)) {
            places.putIfAbsent(thing, places.size());
            last = thing;
        }
    }

    void write(ObjectDataOutput out, Wire.Writer<T> writer) throws IOException {
        Wire.writeList(out, List.copyOf(places.keySet()), writer);
    }

    /** Names a thing that was added. */
    void writePlace(ObjectDataOutput out, T thing) throws IOException {
        if (!thing.equals(last) || lastPlace < 0) {
            lastPlace = requireNonNull(places.get(thing));
            last = thing;
        }
        out.writeInt(lastPlace);
    }

    static <T> T readPlace(ObjectDataInput in, List<T> things) throws IOException {
        return things.get(in.readInt());
    }
}
