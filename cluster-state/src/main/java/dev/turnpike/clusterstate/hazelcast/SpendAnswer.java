package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Overdraft;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a {@link Spend} answers. Charges travel as their places in the list that the caller sent. */
final class SpendAnswer implements GridForm {
    private List<Line> balances = List.of();
    /** Charges that did not fit, with the time to wait: none or one. */
    private List<Line> overdrafts = List.of();

    private boolean granted;
    /** Why there is no answer, or {@code ""}. */
    private String unavailable = "";

    SpendAnswer() {}

    /** One charge; {@code retryAfterMillis} is 0 where it fitted. */
    private record Line(int charge, long before, long after, long windowStartMillis, long retryAfterMillis) {
        static Line of(Balance balance, long retryAfterMillis, List<Charge> charges) {
            return new Line(
                    charges.indexOf(balance.charge()),
                    balance.beforeMicros(),
                    balance.afterMicros(),
                    balance.windowStartMillis(),
                    retryAfterMillis);
        }

        Balance balance(List<Charge> charges) {
            return new Balance(charges.get(charge), before, after, windowStartMillis);
        }

        void write(ObjectDataOutput out) throws IOException {
            out.writeInt(charge);
            out.writeLong(before);
            out.writeLong(after);
            out.writeLong(windowStartMillis);
            out.writeLong(retryAfterMillis);
        }

        static Line read(ObjectDataInput in) throws IOException {
            return new Line(in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        }
    }

    static SpendAnswer of(Spending spending, List<Charge> charges) {
        SpendAnswer answer = new SpendAnswer();
        Optional<Overdraft> overdraft = spending.fold(
                some -> {
                    answer.granted = true;
                    answer.balances = some.reservation().balances().stream()
                            .map(balance -> Line.of(balance, /* retryAfterMillis= */ 0, charges))
                            .toList();
                    return some.wouldRefuse();
                },
                refused -> Optional.of(refused.overdraft()));
        answer.overdrafts = overdraft.stream()
                .map(misfit -> Line.of(misfit.balance(), misfit.retryAfterMillis(), charges))
                .toList();
        return answer;
    }

    static SpendAnswer unavailable(String why) {
        SpendAnswer answer = new SpendAnswer();
        answer.unavailable = why;
        return answer;
    }

    /**
     * The answer as the caller understands it.
     *
     * @throws StateUnavailableException if the owner's counters could not take the charges
     */
    Spending spending(CounterOwner owner, String id, List<Charge> charges) {
        if (!unavailable.isEmpty()) {
            throw new StateUnavailableException(unavailable);
        }
        Optional<Overdraft> overdraft = overdrafts.stream()
                .map(line -> new Overdraft(line.balance(charges), line.retryAfterMillis()))
                .findFirst();
        return granted
                ? new Spending.Granted(
                        new Reservation(
                                owner,
                                id,
                                balances.stream()
                                        .map(line -> line.balance(charges))
                                        .toList()),
                        overdraft)
                : new Spending.Refused(overdraft.orElseThrow());
    }

    @Override
    public int getClassId() {
        return GridForms.SPEND_ANSWER;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeBoolean(granted);
        out.writeString(unavailable);
        Wire.writeList(out, balances, (to, line) -> line.write(to));
        Wire.writeList(out, overdrafts, (to, line) -> line.write(to));
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        granted = in.readBoolean();
        unavailable = Wire.readString(in);
        balances = Wire.readList(in, Line::read);
        overdrafts = Wire.readList(in, Line::read);
    }
}
