package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * The numbers of everything that travels between members. A number is never used for another form again.
 *
 * <p>Members of two releases live together, and a shard moves from one to the other, while a cluster is renewed node by
 * node. So a release that changes a form gives it the next version, reads both, and goes on writing the old one; the
 * release after that writes the new one, and the one after that may forget the old.
 */
final class GridForms implements DataSerializableFactory {
    static final int FACTORY = 7_301;

    static final int SHARD = 1;
    static final int POST_BATCH = 2;
    static final int RECEIPT = 3;
    static final int APPLY_CHANGE = 4;
    static final int OPEN_SHARD = 5;
    static final int REGISTRY = 6;
    static final int CHANGE_REGISTRY = 7;
    static final int SET_REGISTRY = 8;
    static final int SWEEP_SHARD = 9;
    static final int DOCKET = 10;
    static final int RULE_MOTION = 11;
    static final int RULING = 12;
    static final int CHANGE_DOCKET = 13;
    static final int LIST_DOCKET = 14;
    static final int TEND_DOCKET = 15;
    static final int APPROVALS = 16;
    static final int KEYS = 17;
    static final int RENEW_KEYS = 18;
    static final int SET_KEYS = 19;
    static final int DECIDED_IN_DOCKET = 20;
    static final int ADVANCE_REGISTRY = 21;
    static final int COPY_SHARD = 22;
    static final int COUNTERS = 23;
    static final int RESTORE_SHARD = 24;
    static final int RESTORE_DOCKET = 25;
    static final int READ_COUNTERS = 26;
    static final int READING = 27;

    @Override
    public IdentifiedDataSerializable create(int classId) {
        return switch (classId) {
            case SHARD -> new ShardForm();
            case POST_BATCH -> new PostBatch();
            case RECEIPT -> new ReceiptForm();
            case APPLY_CHANGE -> new ApplyChange<>();
            case OPEN_SHARD -> new OpenShard();
            case SWEEP_SHARD -> new SweepShard();
            case REGISTRY -> new RegistryForm();
            case CHANGE_REGISTRY -> new ChangeRegistry();
            case SET_REGISTRY -> new SetRegistry();
            case DOCKET -> new DocketForm();
            case RULE_MOTION -> new RuleMotion();
            case RULING -> new RulingForm();
            case CHANGE_DOCKET -> new ChangeDocket<>();
            case LIST_DOCKET -> new ListDocket();
            case TEND_DOCKET -> new TendDocket();
            case APPROVALS -> new ApprovalsForm();
            case KEYS -> new KeysForm();
            case RENEW_KEYS -> new RenewKeys();
            case SET_KEYS -> new SetKeys();
            case DECIDED_IN_DOCKET -> new DecidedInDocket();
            case ADVANCE_REGISTRY -> new AdvanceRegistry();
            case COPY_SHARD -> new CopyShard();
            case COUNTERS -> new CountersForm();
            case RESTORE_SHARD -> new RestoreShard();
            case RESTORE_DOCKET -> new RestoreDocket();
            case READ_COUNTERS -> new ReadCounters();
            case READING -> new ReadingForm();
            default -> throw new IllegalArgumentException("form: " + classId + " (expected: a known number)");
        };
    }
}
