package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Questions.ONCE;
import static dev.turnpike.clusterstate.Questions.OPEN;
import static dev.turnpike.clusterstate.Questions.approve;
import static dev.turnpike.clusterstate.Questions.deny;
import static dev.turnpike.clusterstate.Questions.edit;
import static dev.turnpike.clusterstate.Questions.question;
import static dev.turnpike.clusterstate.Questions.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Approval.State;
import dev.turnpike.clusterstate.Ruling.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of a docket, one by one. */
class DocketTest {
    private static final long DAY = 86_400_000;

    private final Docket docket = new Docket();
    private long now = 1_000;
    private int asked;

    @Test
    void aCallFindsItsOpenQuestionInsteadOfAskingAgain() {
        String id = open(ONCE);

        Ruling again = ask("f", "c2");

        assertThat(again.kind()).isEqualTo(Kind.PENDING);
        assertThat(again.approval().orElseThrow().id()).isEqualTo(id);
        assertThat(docket.approvals()).hasSize(1);
    }

    @Test
    void theSameCallTakesOneUseHoweverOftenItAsks() {
        String id = open(terms(1, 2));
        rule(approve(id, "bob"));

        assertThat(ask("f", "c1").kind()).isEqualTo(Kind.GRANTED);
        assertThat(ask("f", "c1").kind()).isEqualTo(Kind.GRANTED);
        assertThat(rule(new Motion.Take(id, "f", "c1")).kind()).isEqualTo(Kind.GRANTED);

        assertThat(get(id).used()).isEqualTo(1);
    }

    @Test
    void theSameCallStaysWithTheApprovalThatItTookThoughAnotherCoversItToo() {
        String edited = ask("g", "c0").approval().orElseThrow().id();
        String asked = open(terms(1, 2));
        rule(edit(edited, "bob", "f"));
        rule(approve(asked, "bob"));
        Ruling first = ask("f", "c1");

        for (int i = 0; i < 3; i++) {
            assertThat(ask("f", "c1")).isEqualTo(first);
        }

        assertThat(get(edited).used() + get(asked).used()).isEqualTo(1);
    }

    @Test
    void aCallThatTookItIsGrantedThoughItsTimeIsOverByNow() {
        String id = open(ONCE);
        rule(approve(id, "bob"));
        rule(new Motion.Take(id, "f", "c1"));
        now += OPEN.toMillis();

        assertThat(rule(new Motion.Take(id, "f", "c1")).kind()).isEqualTo(Kind.GRANTED);
        assertThat(rule(new Motion.Take(id, "f", "c2")).kind()).isEqualTo(Kind.SPENT);
    }

    @Test
    void aUseThatIsGivenBackTooLateIsExpired() {
        String id = open(ONCE);
        rule(approve(id, "bob"));
        rule(new Motion.Take(id, "f", "c1"));
        now += OPEN.toMillis();

        Approval after = rule(new Motion.GiveBack(id, "c1")).approval().orElseThrow();

        assertThat(after.state()).isEqualTo(State.EXPIRED);
        assertThat(after.hasArguments()).isFalse();
        assertThat(after.steps())
                .extracting(ApprovalStep::kind)
                .containsExactly(
                        ApprovalStep.Kind.REQUESTED,
                        ApprovalStep.Kind.APPROVED,
                        ApprovalStep.Kind.USED,
                        ApprovalStep.Kind.GIVEN_BACK,
                        ApprovalStep.Kind.EXPIRED);
        assertThat(after.steps()).extracting(ApprovalStep::id).doesNotHaveDuplicates();
    }

    @Test
    void aUseThatIsGivenBackIsTakenBeforeTheNextQuestionIsDecided() {
        String first = open(ONCE);
        rule(approve(first, "bob"));
        rule(new Motion.Take(first, "f", "c1"));
        String second = ask("f", "c2").approval().orElseThrow().id();
        assertThat(second).isNotEqualTo(first);
        rule(new Motion.GiveBack(first, "c1"));

        assertThat(ask("f", "c3").approval().orElseThrow().id()).isEqualTo(first);
        assertThat(ask("f", "c4").approval().orElseThrow().id()).isEqualTo(second);
        rule(approve(second, "bob"));
        assertThat(ask("f", "c5").kind()).isEqualTo(Kind.GRANTED);
        assertThat(ask("f", "c6").kind()).isEqualTo(Kind.PENDING);
    }

    @Test
    void anAskThatComesAgainWhenItsQuestionIsOverOpensNoOtherInItsPlace() {
        Motion.Ask motion = new Motion.Ask(question("alice", "f", ONCE), "a", "c1");
        rule(motion);
        rule(approve("a", "bob"));
        rule(new Motion.Take("a", "f", "c2"));

        assertThat(rule(motion).kind()).isEqualTo(Kind.SPENT);
        assertThat(get("a").steps()).hasSize(3);
        assertThat(rule(new Motion.Ask(question("alice", "g", ONCE), "a", "c3")).kind())
                .isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void aRefusalHoldsUntilTheQuestionWouldHaveExpired() {
        String id = open(ONCE);
        rule(deny(id, "bob"));
        now += OPEN.toMillis() - 1;
        assertThat(ask("f", "c1").kind()).isEqualTo(Kind.DENIED);

        now += 1;

        assertThat(ask("f", "c1").kind()).isEqualTo(Kind.PENDING);
    }

    @Test
    void anAgentHearsOnceThatItsQuestionExpired() {
        open(ONCE);
        now += OPEN.toMillis();

        assertThat(ask("f", "c1").kind()).isEqualTo(Kind.EXPIRED);
        assertThat(ask("f", "c1").kind()).isEqualTo(Kind.PENDING);
    }

    @Test
    void twoPeopleMustAgreeWhereTwoAreNeeded() {
        String id = open(terms(2, 1));

        assertThat(get(rule(approve(id, "ann"))).state()).isEqualTo(State.PENDING);
        assertThat(rule(approve(id, "ann")).kind()).isEqualTo(Kind.SAME_PERSON);
        assertThat(get(rule(approve(id, "bob"))).state()).isEqualTo(State.APPROVED);
        assertThat(rule(approve(id, "eve")).kind()).isEqualTo(Kind.ALREADY_DECIDED);
        assertThat(get(id).agreed()).containsExactly("ann", "bob");
    }

    @Test
    void whoAgreedToSomethingElseMustAgreeAgain() {
        String id = open(terms(2, 1));
        rule(approve(id, "ann"));

        assertThat(get(rule(edit(id, "bob", "g"))).agreed()).containsExactly("bob");
        assertThat(get(id).state()).isEqualTo(State.PENDING);

        assertThat(get(rule(approve(id, "ann"))).state()).isEqualTo(State.APPROVED);
        assertThat(get(id).standing()).isEqualTo("g");
        assertThat(rule(new Motion.Take(id, "f", "c1")).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void sendingTheSameArgumentsIsAgreementAndNoEdit() {
        String id = open(terms(2, 1));
        rule(approve(id, "ann"));

        assertThat(get(rule(edit(id, "bob", "f"))).state()).isEqualTo(State.APPROVED);
        assertThat(get(id).edit()).isEmpty();
        assertThat(get(id).agreed()).containsExactly("ann", "bob");
    }

    @Test
    void whoSawAnOlderRevisionDoesNotDecide() {
        String id = open(terms(2, 1));
        long seen = get(id).revision();
        rule(edit(id, "ann", "g"));
        Motion.Decide late =
                new Motion.Decide(id, "s", /* approve= */ true, "bob", "", Optional.empty(), /* basedOn= */ seen);

        assertThat(rule(late).kind()).isEqualTo(Kind.MOVED);
    }

    @Test
    void aDecisionThatComesAgainIsDoneButAnotherUnderItsNameIsNot() {
        String id = open(ONCE);
        Motion.Decide yes =
                new Motion.Decide(id, "s", /* approve= */ true, "bob", "", Optional.empty(), /* basedOn= */ 1);
        assertThat(rule(yes).kind()).isEqualTo(Kind.DONE);

        assertThat(rule(yes).kind()).isEqualTo(Kind.DONE);
        assertThat(rule(new Motion.Decide(id, "s", /* approve= */ false, "bob", "", Optional.empty(), 1))
                        .kind())
                .isEqualTo(Kind.ALREADY_DECIDED);
        assertThat(rule(new Motion.Decide(id, id, /* approve= */ true, "bob", "", Optional.empty(), 1))
                        .kind())
                .isEqualTo(Kind.ALREADY_DECIDED);
        assertThat(get(id).steps()).hasSize(2);
    }

    @Test
    void anApprovalIsGoodForItsOwnTimeOnceGiven() {
        String id = open(new Question.Terms(OPEN.toMillis(), 1_000, 1, 5));
        rule(approve(id, "bob"));
        now += 999;
        assertThat(rule(new Motion.Take(id, "f", "c1")).kind()).isEqualTo(Kind.GRANTED);

        now += 1;

        assertThat(rule(new Motion.Take(id, "f", "c2")).kind()).isEqualTo(Kind.EXPIRED);
    }

    @Test
    void whatIsVoidCannotBeUsedAndATakenUseDoesNotReviveIt() {
        String id = open(terms(1, 2));
        rule(approve(id, "bob"));
        rule(new Motion.Take(id, "f", "c1"));
        rule(new Motion.Expire(id, "its policy changed"));

        assertThat(rule(new Motion.Take(id, "f", "c2")).kind()).isEqualTo(Kind.EXPIRED);
        assertThat(get(rule(new Motion.GiveBack(id, "c1"))).state()).isEqualTo(State.EXPIRED);
        assertThat(get(id).last(ApprovalStep.Kind.EXPIRED).orElseThrow().note()).isEqualTo("its policy changed");
    }

    @Test
    void aTakerThatIsNoLongerRememberedCannotGiveBack() {
        int uses = Approval.MOST_TAKERS + 1;
        String id = open(terms(1, uses));
        rule(approve(id, "bob"));
        for (int i = 0; i < uses; i++) {
            rule(new Motion.Take(id, "f", "c" + i));
        }

        rule(new Motion.GiveBack(id, "c0"));

        assertThat(get(id).state()).isEqualTo(State.USED);
        assertThat(get(rule(new Motion.GiveBack(id, "c1"))).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void stepsThatNobodyRecordedAreKeptAndThenNoCallRunsUntilSomebodyDoes() {
        String id = open(terms(1, 10_000));
        rule(approve(id, "bob"));
        int taken = 0;
        while (rule(new Motion.Take(id, "f", "c" + taken)).kind() == Kind.GRANTED) {
            taken++;
        }

        assertThat(get(id).steps()).hasSize(Approval.MOST_STEPS).isEqualTo(get(id).unnoted());
        assertThat(rule(new Motion.Take(id, "f", "late")).kind()).isEqualTo(Kind.FULL);
        rule(new Motion.GiveBack(id, "c" + (taken - 1)));
        assertThat(get(id).unnoted()).hasSize(Approval.MOST_STEPS + 1);

        rule(new Motion.Note(id, 10));
        rule(new Motion.Take(id, "f", "late"));
        assertThat(get(id).used()).isEqualTo(taken);
        assertThat(get(id).steps()).hasSize(Approval.MOST_STEPS);
        assertThat(get(id).steps().get(0).number()).isEqualTo(3);
        assertThat(get(id).unnoted()).hasSize(Approval.MOST_STEPS - 8);
    }

    @Test
    void stepsThatAreYetToComeAreNotNoted() {
        String id = open(ONCE);
        rule(new Motion.Note(id, 99));

        rule(approve(id, "bob"));

        assertThat(get(id).unnoted()).extracting(ApprovalStep::kind).containsExactly(ApprovalStep.Kind.APPROVED);
    }

    @Test
    void argumentsAreGoneOnceNobodyNeedsThem() {
        String denied = open(ONCE);
        rule(deny(denied, "bob"));
        assertThat(get(denied).hasArguments()).isFalse();
        String used = ask("g", "c").approval().orElseThrow().id();
        rule(edit(used, "bob", "h"));
        rule(new Motion.Take(used, "h", "c"));
        assertThat(get(used).hasArguments()).isTrue();

        now += OPEN.toMillis();
        docket.sweep(now);

        assertThat(get(used).state()).isEqualTo(State.USED);
        assertThat(get(used).hasArguments()).isFalse();
    }

    @Test
    void whatIsOverReadsAsOverBeforeAnybodySweeps() {
        String id = open(ONCE);
        now += OPEN.toMillis() + 5;

        List<Approval> listed = docket.list(ApprovalDesk.Which.ALL, now);

        assertThat(get(id).state()).isEqualTo(State.PENDING);
        assertThat(docket.list(ApprovalDesk.Which.PENDING, now)).isEmpty();
        docket.sweep(now + 77);
        assertThat(listed).containsExactly(get(id));
    }

    @Test
    void whatNobodyRecordedIsRememberedForADay() {
        String id = open(ONCE);
        rule(deny(id, "bob"));
        now += OPEN.toMillis() + DAY - 1;
        assertThat(docket.sweep(now).removed()).isEmpty();

        assertThat(docket.sweep(now + 1).removed()).containsExactly(id);
        assertThat(docket.approvals()).isEmpty();
    }

    @Test
    void aGrantThatFloodsIsFullAndOthersAreNot() {
        for (int i = 0; i < Docket.MOST_OPEN; i++) {
            assertThat(ask("f" + i, "c").kind()).isEqualTo(Kind.PENDING);
        }

        assertThat(ask("one more", "c").kind()).isEqualTo(Kind.FULL);
        assertThat(ask("f7", "c").kind()).isEqualTo(Kind.PENDING);
        assertThat(rule(new Motion.Ask(question("carol", "k", ONCE), "k", "c")).kind())
                .isEqualTo(Kind.PENDING);
    }

    @Test
    void longArgumentsFillAGrantSooner() {
        int open = 0;
        while (askLong("alice", open).kind() == Kind.PENDING) {
            open++;
        }

        assertThat((long) open * 2 * Question.LONGEST_ARGUMENTS)
                .isBetween(Docket.MOST_OPEN_BYTES * 9 / 10, Docket.MOST_OPEN_BYTES);
        assertThat(askLong("carol", 0).kind()).isEqualTo(Kind.PENDING);
    }

    @Test
    void refusedQuestionsThatNobodyRecordedFillAGrantToo() {
        for (int i = 0; i < Docket.MOST_OPEN; i++) {
            rule(deny(ask("f" + i, "c").approval().orElseThrow().id(), "bob"));
        }
        assertThat(ask("one more", "c").kind()).isEqualTo(Kind.FULL);

        docket.approvals().forEach(approval -> rule(new Motion.Note(approval.id(), 2)));

        assertThat(ask("one more", "c").kind()).isEqualTo(Kind.PENDING);
    }

    @Test
    void aFullDocketForgetsTheOldestThatIsOverAndRecorded() {
        String first = open(ONCE);
        int over = 0;
        while (docket.approvals().size() == over + 1) {
            String id = askLong("g" + over, over).approval().orElseThrow().id();
            rule(approve(id, "bob"));
            rule(new Motion.Take(id, "g" + over + "/" + over, "c"));
            rule(new Motion.Note(id, 3));
            over++;
        }

        assertThat(over * 2L * Question.LONGEST_ARGUMENTS).isGreaterThan(Docket.MOST_BYTES * 9 / 10);
        assertThat(docket.approvals()).extracting(Approval::id).startsWith(first, "a3");
        Docket.Ruled next = docket.rule(new Motion.Ask(longQuestion("new", 0), "new", "c"), now);
        assertThat(next.ruling().kind()).isEqualTo(Kind.PENDING);
        assertThat(next.change().removed()).containsExactly("a3");
    }

    @Test
    void aFullDocketOfWhatIsOpenIsFull() {
        int open = 0;
        while (askLong("g" + open / 10, open % 10).kind() == Kind.PENDING) {
            open++;
        }

        assertThat((long) open * 2 * Question.LONGEST_ARGUMENTS)
                .isBetween(Docket.MOST_BYTES * 9 / 10, Docket.MOST_BYTES);
        assertThat(askLong("another", 0).kind()).isEqualTo(Kind.FULL);
    }

    private String open(Question.Terms terms) {
        return rule(new Motion.Ask(question("alice", "f", terms), next(), "opener"))
                .approval()
                .orElseThrow()
                .id();
    }

    private Ruling ask(String fingerprint, String taker) {
        return rule(new Motion.Ask(question("alice", fingerprint, ONCE), next(), taker));
    }

    private Ruling askLong(String grant, int number) {
        return rule(new Motion.Ask(longQuestion(grant, number), next(), "c"));
    }

    private static Question longQuestion(String grant, int number) {
        String arguments = "\"" + "x".repeat(Question.LONGEST_ARGUMENTS - 2) + "\"";
        return new Question(grant + "/" + number, grant, "s", "t", "/r", "", "p", 1, arguments, ONCE);
    }

    private String next() {
        return "a" + ++asked;
    }

    private Ruling rule(Motion motion) {
        return docket.rule(motion, now).ruling();
    }

    private Approval get(String id) {
        return docket.approvals().stream()
                .filter(approval -> approval.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Approval get(Ruling ruling) {
        assertThat(ruling.kind()).isEqualTo(Kind.DONE);
        return ruling.approval().orElseThrow();
    }
}
