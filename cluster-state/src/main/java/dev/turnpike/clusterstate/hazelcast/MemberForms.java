package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** As {@link GridForms}, for what members tell each other of themselves, of the registry and of approvals. */
final class MemberForms implements DataSerializableFactory {
    static final int FACTORY = 7_302;

    static final int NODE_REPORT = 1;
    static final int LEARN_REGISTRY = 2;
    static final int REGISTRY_REVISION = 3;
    static final int LEARN_APPROVALS = 4;
    static final int TELL_REGISTRY = 5;

    @Override
    public IdentifiedDataSerializable create(int classId) {
        return switch (classId) {
            case NODE_REPORT -> new NodeReport();
            case LEARN_REGISTRY -> new LearnRegistry();
            case REGISTRY_REVISION -> new RegistryRevision();
            case LEARN_APPROVALS -> new LearnApprovals();
            case TELL_REGISTRY -> new TellRegistry();
            default -> throw new IllegalArgumentException("form: " + classId + " (expected: a known number)");
        };
    }
}
