package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Things that a form names often: each travels once, and is named by its place among them. */
final class Places<T> {
    private final Map<T, Integer> places = new LinkedHashMap<>();

    void add(T thing) {
        places.putIfAbsent(thing, places.size());
    }

    void write(ObjectDataOutput out, Wire.Writer<T> writer) throws IOException {
        Wire.writeList(out, List.copyOf(places.keySet()), writer);
    }

    /** Names a thing that was added. */
    void writePlace(ObjectDataOutput out, T thing) throws IOException {
        out.writeInt(requireNonNull(places.get(thing)));
    }

    static <T> T readPlace(ObjectDataInput in, List<T> things) throws IOException {
        return things.get(in.readInt());
    }
}
