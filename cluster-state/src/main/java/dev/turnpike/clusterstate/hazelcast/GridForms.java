package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** The numbers of everything that travels between members. A number is never used for another form again. */
final class GridForms implements DataSerializableFactory {
    static final int FACTORY = 7_301;

    static final int COUNTERS = 1;
    static final int SPEND = 2;
    static final int SPEND_ANSWER = 3;
    static final int GIVE_BACK = 4;
    static final int SET_COUNTERS = 5;
    static final int REGISTRY = 6;
    static final int CHANGE_REGISTRY = 7;
    static final int SET_REGISTRY = 8;

    @Override
    public IdentifiedDataSerializable create(int classId) {
        return switch (classId) {
            case COUNTERS -> new CountersForm();
            case SPEND -> new Spend();
            case SPEND_ANSWER -> new SpendAnswer();
            case GIVE_BACK -> new GiveBack();
            case SET_COUNTERS -> new SetCounters<>();
            case REGISTRY -> new RegistryForm();
            case CHANGE_REGISTRY -> new ChangeRegistry();
            case SET_REGISTRY -> new SetRegistry();
            default -> throw new IllegalArgumentException("form: " + classId + " (expected: a known number)");
        };
    }
}
