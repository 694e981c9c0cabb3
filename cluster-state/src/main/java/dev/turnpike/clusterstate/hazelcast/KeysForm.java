package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.KeyRing;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of the keys map: all keys in use. */
final class KeysForm implements GridForm {
    private List<KeyRing.Key> keys;

    KeysForm() {
        this(List.of());
    }

    KeysForm(List<KeyRing.Key> keys) {
        this.keys = keys;
    }

    static List<KeyRing.Key> keys(@Nullable KeysForm stored) {
        return stored == null ? List.of() : stored.keys;
    }

    @Override
    public int getClassId() {
        return GridForms.KEYS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        Wire.writeList(out, keys, KeysForm::writeKey);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        keys = List.copyOf(Wire.readList(in, KeysForm::readKey));
    }

    static void writeKey(ObjectDataOutput out, KeyRing.Key key) throws IOException {
        out.writeString(key.id());
        out.writeByteArray(key.secret());
        out.writeLong(key.madeMillis());
    }

    static KeyRing.Key readKey(ObjectDataInput in) throws IOException {
        return new KeyRing.Key(Wire.readString(in), requireNonNull(in.readByteArray()), in.readLong());
    }
}
