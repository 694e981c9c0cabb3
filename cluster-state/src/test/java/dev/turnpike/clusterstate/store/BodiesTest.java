package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.charge;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that other releases wrote are in databases: what is in {@code bodies.txt} must be written and read for ever. */
class BodiesTest {
    @Test
    void theBodiesAreThoseOfEarlierReleases() throws IOException {
        List<String> known = known();

        assertThat(List.of(
                        CounterBody.write(counters()),
                        ApprovalBody.write(approval()),
                        requireNonNull(ApprovalBody.writeArguments(approval()))))
                .isEqualTo(known);
        assertThat(Samples.parts(Map.of(ALICE, CounterBody.read(counters().latestMillis(), known.get(0)))))
                .isEqualTo(Samples.parts(Map.of(ALICE, counters())));
        assertThat(ApprovalBody.read("a1", known.get(1), known.get(2))).isEqualTo(approval());
    }

    @Test
    void membersOfLaterReleasesAreIgnored() {
        String counters = CounterBody.write(counters()).replace("{", "{\"later\":{\"x\":[1]},");
        String approval = ApprovalBody.write(approval()).replace("{", "{\"later\":{\"x\":[1]},");

        assertThat(CounterBody.read(5, counters).tallies()).hasSize(2);
        assertThat(ApprovalBody.read("a1", approval, null)).isEqualTo(approval().withoutArguments());
    }

    @Test
    void whatIsMissingIsNotInvented() {
        String counters = CounterBody.write(counters()).replace("origin", "origins");
        String approval = ApprovalBody.write(approval()).replace("\"used\"", "\"uses_taken\"");

        assertThatThrownBy(() -> CounterBody.read(5, counters)).hasMessage("body: no `origin`");
        assertThatThrownBy(() -> ApprovalBody.read("a1", approval, null)).hasMessage("body: no `used`");
    }

    private static OwnerCounters counters() {
        Counter fixed = new Counter("calls", "s", Window.Calendar.DAY, Algorithm.FIXED, /* shadow= */ true);
        Counter sliding = new Counter("cents", "", new Window.Seconds(90), Algorithm.SLIDING, /* shadow= */ false);
        OwnerCounters counters = OwnerCounters.NONE;
        for (long time : List.of(Samples.NOW, Samples.NOW + 4_000)) {
            counters = counters.spend(
                            ALICE, "n:1", List.of(charge(fixed, 9, 1), charge(sliding, 9, 2)), Moment.of(time))
                    .after();
        }
        return counters;
    }

    private static Approval approval() {
        Docket docket = new Docket();
        Samples.rule(
                docket,
                new Motion.Ask(
                        Questions.question("alice", "f1", Questions.terms(/* approvers= */ 2, /* uses= */ 3)),
                        "a1",
                        "asker"),
                Samples.NOW);
        Samples.rule(docket, decide("s1", "bob"), Samples.NOW + 1);
        Samples.rule(docket, decide("s2", "carol"), Samples.NOW + 2);
        Samples.rule(docket, new Motion.Take("a1", "f2", "taker"), Samples.NOW + 3);
        return Samples.rule(docket, new Motion.Note("a1", 2), Samples.NOW + 4);
    }

    private static Motion.Decide decide(String step, String person) {
        Motion.Decide edit = Questions.edit("a1", person, "f2");
        return new Motion.Decide("a1", step, edit.approve(), person, "f\u00fcr \"less\"", edit.edit(), edit.basedOn());
    }

    private static List<String> known() throws IOException {
        try (InputStream in = requireNonNull(BodiesTest.class.getResourceAsStream("bodies.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }
}
