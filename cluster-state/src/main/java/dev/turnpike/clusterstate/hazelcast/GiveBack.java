package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Reservation;
import java.io.IOException;
import java.util.List;

/** Gives back what a call spent that did not run. Answers whether that changed anything. */
final class GiveBack extends QuotaProcessor<Boolean> {
    private static final long serialVersionUID = 1L;

    private transient Reservation reservation;

    GiveBack() {
        this(new Reservation(CounterOwner.cluster(), "", List.of()));
    }

    GiveBack(Reservation reservation) {
        this.reservation = reservation;
    }

    @Override
    Step<Boolean> step(OwnerCounters before, Moment now) {
        OwnerCounters after = before.giveBack(reservation, now);
        return new Step<>(after, after != before);
    }

    @Override
    public int getClassId() {
        return GridForms.GIVE_BACK;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        Wire.writeOwner(out, reservation.owner());
        out.writeString(reservation.id());
        Wire.writeList(out, reservation.balances(), Wire::writeBalance);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        reservation = new Reservation(Wire.readOwner(in), Wire.readString(in), Wire.readList(in, Wire::readBalance));
    }
}
