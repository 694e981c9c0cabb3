package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.IOException;
import java.util.List;

/** Spends, or finds out what a spend would be refused for. */
final class Spend extends QuotaProcessor<SpendAnswer> {
    private static final long serialVersionUID = 1L;

    private transient CounterOwner owner = CounterOwner.cluster();
    /** Node and number, by which a repeated spend can be told from another one. */
    private transient String id = "";

    private transient List<Charge> charges = List.of();
    private transient boolean probe;

    Spend() {}

    Spend(CounterOwner owner, String id, List<Charge> charges, boolean probe) {
        this.owner = owner;
        this.id = id;
        this.charges = charges;
        this.probe = probe;
    }

    @Override
    Step<SpendAnswer> step(OwnerCounters before, Moment now) {
        try {
            OwnerCounters.Step step = before.spend(owner, id, charges, now);
            return new Step<>(probe ? before : step.after(), SpendAnswer.of(step.spending(), charges));
        } catch (StateUnavailableException e) {
            return new Step<>(before, SpendAnswer.unavailable(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public int getClassId() {
        return GridForms.SPEND;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        Wire.writeOwner(out, owner);
        out.writeString(id);
        Wire.writeList(out, charges, Wire::writeCharge);
        out.writeBoolean(probe);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        owner = Wire.readOwner(in);
        id = Wire.readString(in);
        charges = Wire.readList(in, Wire::readCharge);
        probe = in.readBoolean();
    }
}
