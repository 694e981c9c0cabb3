package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.charge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What travels comes out as it went in; a single member never tries that by itself. */
class GridFormsTest {
    private static final Moment NOW = Moment.of(1_000_000);

    private final InternalSerializationService wire = new DefaultSerializationServiceBuilder()
            .setConfig(new SerializationConfig().addDataSerializableFactory(GridForms.FACTORY, new GridForms()))
            .build();

    @AfterEach
    void close() {
        wire.dispose();
    }

    @Test
    void countersOfEveryWindowTravel() {
        OwnerCounters counters =
                OwnerCounters.NONE.spend(ALICE, "n:1", everyKindOfCharge(), NOW).after();

        OwnerCounters travelled = CountersForm.counters(travelled(new CountersForm(counters)));

        assertThat(travelled.latestMillis()).isEqualTo(counters.latestMillis());
        assertThat(travelled.tallies()).isEqualTo(counters.tallies());
        assertThat(travelled.endMillis()).isEqualTo(counters.endMillis());
    }

    @Test
    void spendsAndTheirAnswersTravel() {
        List<Charge> charges = everyKindOfCharge();

        for (boolean probe : List.of(true, false)) {
            Spend spend = travelled(new Spend(CounterOwner.server("s"), "n:1", charges, probe));
            var here = new Spend(CounterOwner.server("s"), "n:1", charges, probe).step(OwnerCounters.NONE, NOW);
            var there = spend.step(OwnerCounters.NONE, NOW);

            assertThat(there.after().tallies()).isEqualTo(here.after().tallies());
            assertThat(spending(travelled(there.answer()), charges)).isEqualTo(spending(here.answer(), charges));
        }
    }

    @Test
    void refusalsAndShadowRefusalsTravel() {
        Counter shadow = new Counter("c", "", Window.Calendar.DAY, Algorithm.SLIDING, /* shadow= */ true);
        Counter enforced = new Counter("c", "s", new Window.Seconds(5), Algorithm.FIXED, /* shadow= */ false);
        for (List<Charge> charges : List.of(
                List.of(charge(enforced, 2, 1), charge(shadow, 1, 2)),
                List.of(charge(shadow, 2, 1), charge(enforced, 1, 2)))) {
            SpendAnswer answer = new Spend(ALICE, "n:1", charges, /* probe= */ false)
                    .step(OwnerCounters.NONE, NOW)
                    .answer();

            assertThat(spending(travelled(answer), charges))
                    .isEqualTo(
                            OwnerCounters.NONE.spend(ALICE, "n:1", charges, NOW).spending());
        }
    }

    @Test
    void giveBacksTravel() {
        OwnerCounters.Step step = OwnerCounters.NONE.spend(ALICE, "n:1", everyKindOfCharge(), NOW);
        Reservation reservation = ((Spending.Granted) step.spending()).reservation();

        OwnerCounters after =
                travelled(new GiveBack(reservation)).step(step.after(), NOW).after();

        assertThat(after.tallies())
                .allSatisfy(tally ->
                        assertThat(tally.heldMicros(NOW.latestMillis())).isZero());
    }

    @Test
    void registriesTravel() {
        Resource resource = new Resource(Resource.Kind.POLICY, "p", "{\"ä\":1}", 7);
        Registry.Snapshot snapshot = new Registry.Snapshot(8, Map.of(resource.id(), resource));

        assertThat(RegistryForm.snapshot(travelled(new RegistryForm(snapshot)))).isEqualTo(snapshot);
    }

    @Test
    void anotherVersionIsRefused() {
        byte[] bytes = wire.toData(new RegistryForm(new Registry.Snapshot(1, Map.of())))
                .toByteArray();
        int version = bytes.length - 1 - Long.BYTES - Integer.BYTES;
        assertThat(bytes[version]).isEqualTo(GridForm.VERSION);
        bytes[version] = 9;

        assertThatThrownBy(() -> wire.toObject(new com.hazelcast.internal.serialization.impl.HeapData(bytes)))
                .isInstanceOf(HazelcastSerializationException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void everyFormIsKnownByItsNumber() {
        GridForms forms = new GridForms();
        for (GridForm form : List.of(
                new CountersForm(),
                new Spend(),
                new SpendAnswer(),
                new GiveBack(),
                new SetCounters<>(),
                new RegistryForm(),
                new ChangeRegistry(),
                new SetRegistry())) {
            assertThat(forms.create(form.getClassId())).hasSameClassAs(form);
            assertThat(travelled(form)).hasSameClassAs(form);
        }
    }

    private <T> T travelled(T form) {
        Data data = wire.toData(form);
        return wire.toObject(data);
    }

    private static Spending spending(SpendAnswer answer, List<Charge> charges) {
        return answer.spending(ALICE, "n:1", charges);
    }

    private static List<Charge> everyKindOfCharge() {
        List<Charge> charges = new ArrayList<>();
        List<Window> windows = new ArrayList<>(List.of(Window.Calendar.values()));
        windows.add(new Window.Seconds(90));
        for (Window window : windows) {
            for (Algorithm algorithm : Algorithm.values()) {
                for (boolean shadow : List.of(true, false)) {
                    for (String session : Set.of("", "s")) {
                        charges.add(charge(new Counter("c", session, window, algorithm, shadow), 5, 2));
                    }
                }
            }
        }
        return charges;
    }
}
