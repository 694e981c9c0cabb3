package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;

/** Something that travels between members: a version byte, then its parts. Read once, never changed afterwards. */
interface GridForm extends IdentifiedDataSerializable {
    /** The version that is written, and the only one that is read. */
    byte VERSION = 1;

    void writeParts(ObjectDataOutput out) throws IOException;

    void readParts(ObjectDataInput in) throws IOException;

    @Override
    default int getFactoryId() {
        return GridForms.FACTORY;
    }

    @Override
    default void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(VERSION);
        writeParts(out);
    }

    @Override
    default void readData(ObjectDataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("version " + version + " of form " + getClassId() + " (expected: " + VERSION + ")");
        }
        readParts(in);
    }
}
