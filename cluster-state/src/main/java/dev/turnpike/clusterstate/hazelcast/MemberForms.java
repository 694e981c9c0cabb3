package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** As {@link GridForms}, for what members tell each other of themselves. */
final class MemberForms implements DataSerializableFactory {
    static final int FACTORY = 7_302;

    static final int NODE_REPORT = 1;

    @Override
    public IdentifiedDataSerializable create(int classId) {
        return switch (classId) {
            case NODE_REPORT -> new NodeReport();
            default -> throw new IllegalArgumentException("form: " + classId + " (expected: a known number)");
        };
    }
}
