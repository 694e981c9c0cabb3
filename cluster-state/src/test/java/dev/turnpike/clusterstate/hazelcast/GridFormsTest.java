package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.SLIDING_MINUTE;
import static dev.turnpike.clusterstate.Spends.charge;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.Window;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What travels comes out as it went in, and its bytes are those that other releases know: see {@link GridForms} before
 * you change a line of {@code grid-forms.properties}.
 */
class GridFormsTest {
    private static final Moment NOW = Moment.of(1_000_000);
    /** Behind a mark, and the numbers of the factory and the form. */
    private static final int VERSION_AT = 1 + Integer.BYTES + Integer.BYTES;

    private static final KeyRing.Key KEY = new KeyRing.Key("k", new byte[32], 5);
    private static final Motion.Ask ASK = new Motion.Ask(
            Questions.question("alice", "f", new Question.Terms(60_000, 90_000, /* approvers= */ 1, /* uses= */ 2)),
            "a1",
            "c1");

    private final TestWire wire = new TestWire();

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void theBytesAreThoseOfEarlierReleases() throws IOException {
        Map<String, String> written = new TreeMap<>();
        forms().forEach((name, form) -> written.put(name, wire.hex(form)));

        assertThat(written).isEqualTo(known());
    }

    @Test
    void theBytesOfEarlierReleasesAreUnderstood() throws IOException {
        known().forEach((name, hex) ->
                assertThat(wire.hex(wire.read(hex))).as(name).isEqualTo(hex));
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        known().forEach((name, hex) -> {
            StringBuilder later = new StringBuilder(hex);
            later.replace(2 * VERSION_AT, 2 * VERSION_AT + 2, "09");

            assertThatThrownBy(() -> wire.read(later.toString()))
                    .as(name)
                    .isInstanceOf(HazelcastSerializationException.class)
                    .hasMessageContaining("version 9 of form");
        });
    }

    @Test
    void everyNumberIsThatOfAFormWithKnownBytes() {
        List<Integer> numbers = forms().values().stream()
                .map(IdentifiedDataSerializable::getClassId)
                .toList();
        for (int number = 1; number <= GridForms.READING; number++) {
            assertThat(new GridForms().create(number).getClassId()).isEqualTo(number);
            assertThat(numbers).contains(number);
        }
        assertThatThrownBy(() -> new GridForms().create(GridForms.READING + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyKindOfCounterTravels() {
        List<Charge> charges = everyKindOfCharge();
        Shard shard = Shard.fresh();
        Receipt receipt = shard.post(new Batch("n/0", 1, List.of(new Posting.Spend(ALICE, charges))), NOW)
                .receipt();

        Shard travelled = wire.travelled(new ShardForm(shard)).shard();

        assertThat(receipt.answers().get(0).granted()).isTrue();
        assertThat(tallies(travelled)).hasSize(charges.size()).isEqualTo(tallies(shard));
        assertThat(travelled.receipts()).isEqualTo(shard.receipts());
        assertThat(wire.travelled(new ReceiptForm(receipt)).receipt()).isEqualTo(receipt);
    }

    @Test
    void approvalsTravelWhole() {
        Approval travelled =
                wire.travelled(docket()).docket().approvals().iterator().next();

        assertThat(travelled).isEqualTo(approval());
        assertThat(travelled.question().arguments()).isNotEmpty();
        assertThat(wire.travelled(ruling()).ruling()).isEqualTo(ruling().ruling());
        assertThat(wire.travelled(ruling()).news())
                .extracting(Approval::id, approval -> approval.question().arguments())
                .containsExactly(tuple("a2", ""), tuple("a1", ""));
    }

    @Test
    void postingsKeepTheirOrderThoughEqualOnesTravelOnce() {
        Posting spend = new Posting.Spend(ALICE, List.of(charge(PER_MINUTE, 3, 2)));
        Posting probe = new Posting.Probe(ALICE, List.of(charge(PER_MINUTE, 3, 1)));
        Batch once = new Batch("n/0", 1, List.of(probe));

        try (ShardPair pair = new ShardPair(() -> Instant.EPOCH, () -> Instant.EPOCH)) {
            assertThat(pair.post(new Batch("n/0", 1, List.of(spend, probe, spend, probe)))
                            .receipt()
                            .answers())
                    .extracting(PostingAnswer::granted)
                    .containsExactly(true, true, false, true);
        }
        assertThat(wire.hex(new PostBatch(new Batch("n/0", 1, List.of(probe, probe)))))
                .hasSameSizeAs(wire.hex(new PostBatch(once)) + "00000000");
    }

    /** One of each form, with something in every part. */
    private static Map<String, GridForm> forms() {
        Charge charge = charge(PER_MINUTE, 5, 2);
        Charge sliding = charge(SLIDING_MINUTE, 5, 1);
        Charge tooMuch =
                charge(new Counter("c", "s", new Window.Seconds(90), Algorithm.FIXED, /* shadow= */ true), 1, 2);
        Batch batch = new Batch(
                "n/0",
                7,
                List.of(
                        new Posting.Spend(ALICE, List.of(charge, sliding, tooMuch)),
                        new Posting.Probe(CounterOwner.server("s"), List.of(charge)),
                        new Posting.GiveBack(CounterOwner.cluster(), List.of(new Balance(charge, 1, 2, 960_000))),
                        new Posting.Probe(CounterOwner.server("s"), List.of(charge))));
        Shard shard = Shard.afterLoss(Moment.of(-50_000));
        Shard.Outcome outcome = shard.post(batch, NOW);
        Resource resource = new Resource(Resource.Kind.POLICY, "p", "{\"ä\":1}", 7);
        RegistryForm registry = new RegistryForm(new Snapshot(8, Map.of(resource.id(), resource)));
        Map<CounterOwner, OwnerCounters> counters = Map.of(ALICE, shard.owners().get(ALICE));
        return Map.ofEntries(
                Map.entry("shard", new ShardForm(shard)),
                Map.entry("post-batch", new PostBatch(batch)),
                Map.entry(
                        "reset",
                        new PostBatch(new Batch(
                                "n/operators",
                                8,
                                List.of(new Posting.Reset(ALICE, List.of(tooMuch.counter(), sliding.counter())))))),
                Map.entry("read-counters", new ReadCounters(ALICE)),
                Map.entry(
                        "reading",
                        new ReadingForm(
                                requireNonNull(shard.owners().get(ALICE)), new Moment(900_000, 1_000_000, -40_000))),
                Map.entry("receipt", new ReceiptForm(outcome.receipt())),
                Map.entry(
                        "unavailable", new ReceiptForm(new Receipt(7, 9, List.of(PostingAnswer.unavailable("full"))))),
                Map.entry("apply-change", new ApplyChange<>(outcome.change().orElseThrow())),
                Map.entry("open-shard", new OpenShard()),
                Map.entry("sweep-shard", new SweepShard(3)),
                Map.entry("registry", registry),
                Map.entry(
                        "change-registry",
                        new ChangeRegistry(new RegistryChange(
                                List.of(resource),
                                Set.of(new Resource.Id(Resource.Kind.GRANT, "g")),
                                /* basedOn= */ 5))),
                Map.entry("set-registry", new SetRegistry(registry)),
                Map.entry("advance-registry", new AdvanceRegistry(registry)),
                Map.entry("copy-shard", new CopyShard("m", 5, /* anew= */ false)),
                Map.entry("counters", new CountersForm(counters)),
                Map.entry("restore-shard", RestoreShard.with(counters)),
                Map.entry("restore-docket", new RestoreDocket(List.of(approval()))),
                Map.entry("node-report", new NodeReport("n", "http://a", "http://m")),
                Map.entry("docket", docket()),
                Map.entry("list-docket", new ListDocket(ApprovalDesk.Which.PENDING)),
                Map.entry("tend-docket", new TendDocket()),
                Map.entry("decided-in-docket", new DecidedInDocket(List.of("a2345"))),
                Map.entry(
                        "change-docket", new ChangeDocket<>(new Docket.Change(9, List.of(approval()), List.of("b1")))),
                Map.entry("ruling", ruling()),
                Map.entry("approvals", new ApprovalsForm(List.of(approval().withoutArguments()), List.of("a1"))),
                Map.entry(
                        "learn-approvals", new LearnApprovals(List.of(approval().withoutArguments()))),
                Map.entry("keys", new KeysForm(List.of(KEY))),
                Map.entry("renew-keys", new RenewKeys(KEY)),
                Map.entry("set-keys", new SetKeys(new KeysForm(List.of(KEY)))),
                Map.entry("rule-ask", new RuleMotion(ASK, /* again= */ true)),
                Map.entry("rule-take", rule(new Motion.Take("a1", "f", "c2"))),
                Map.entry("rule-give-back", rule(new Motion.GiveBack("a1", "c2"))),
                Map.entry("rule-decide", rule(decide())),
                Map.entry("rule-expire", rule(new Motion.Expire("a1", "why"))),
                Map.entry("rule-note", rule(new Motion.Note("a1", 3))),
                Map.entry("rule-look", rule(new Motion.Look("a1"))));
    }

    private static RuleMotion rule(Motion motion) {
        return new RuleMotion(motion, /* again= */ false);
    }

    private static Motion.Decide decide() {
        Approval.Edit edit = new Approval.Edit("{\"amount\":0.5}", "g");
        return new Motion.Decide("a1", "s1", /* approve= */ true, "bob", "less", Optional.of(edit), /* basedOn= */ 1);
    }

    /** A docket with one approval that has been through all there is. */
    private static DocketForm docket() {
        DocketForm form = new DocketForm();
        for (Motion motion : List.of(ASK, decide(), new Motion.Take("a1", "g", "c2"), new Motion.Note("a1", 1))) {
            form.docket().rule(motion, 1_000_000);
        }
        return form;
    }

    private static Approval approval() {
        return docket().docket().approvals().iterator().next();
    }

    private static RulingForm ruling() {
        Approval other = new Docket()
                .rule(new Motion.Ask(ASK.question(), "a2", "c1"), 7)
                .ruling()
                .approval()
                .orElseThrow();
        return RulingForm.of(new Ruling(Ruling.Kind.GRANTED, Optional.of(approval())), List.of(approval(), other));
    }

    private static Map<String, String> known() throws IOException {
        Properties known = new Properties();
        try (InputStream in = requireNonNull(GridFormsTest.class.getResourceAsStream("grid-forms.properties"))) {
            known.load(in);
        }
        Map<String, String> forms = new TreeMap<>();
        known.stringPropertyNames().forEach(name -> forms.put(name, known.getProperty(name)));
        return forms;
    }

    private static List<?> tallies(Shard shard) {
        return shard.owners().values().stream()
                .map(OwnerCounters::tallies)
                .flatMap(List::stream)
                .toList();
    }

    private static List<Charge> everyKindOfCharge() {
        List<Charge> charges = new ArrayList<>();
        List<Window> windows = new ArrayList<>(List.of(Window.Calendar.values()));
        windows.add(new Window.Seconds(90));
        for (Window window : windows) {
            for (Algorithm algorithm : Algorithm.values()) {
                for (boolean shadow : List.of(true, false)) {
                    for (String session : List.of("", "s")) {
                        charges.add(charge(new Counter("c", session, window, algorithm, shadow), 5, 2));
                    }
                }
            }
        }
        return charges;
    }
}
