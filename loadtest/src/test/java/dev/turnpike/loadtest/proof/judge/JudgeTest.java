package dev.turnpike.loadtest.proof.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final long START = 1_000_000_000;
    private static final long WINDOW = 10_000;
    private static final Circumstances TROUBLE =
            Circumstances.CALM.withOutagesUntil(START + 10 * WINDOW, /* retriesHeal= */ false);

    @Test
    void windowsThatAreFullAndNotMoreHold() {
        Finding finding = MadeUp.fixed(3, WINDOW)
                .spend(START + 1, 3)
                .refuse(START + 2)
                .spend(START + WINDOW, 3)
                .refuse(START + WINDOW + 1)
                .judged();

        assertThat(finding.flaws()).isEmpty();
        assertThat(finding.reached()).isEqualByComparingTo("6");
        assertThat(finding.windows()).isEqualTo(2);
        assertThat(finding.demanded()).isTrue();
        assertThat(finding.under()).isZero();
    }

    @Test
    void oneTooManyInOneOfManyWindowsIsFound() {
        Finding finding = MadeUp.fixed(3, WINDOW)
                .spend(START, 3)
                .spend(START + WINDOW, 4)
                .spend(START + 2 * WINDOW, 1)
                .judged();

        assertThat(finding.over()).isEqualByComparingTo("1");
        assertThat(finding.flaws()).containsExactly("1 units too many in one window");
    }

    @Test
    void aMillionthTooMuchIsFound() {
        Finding finding = MadeUp.fixed(3, WINDOW)
                .spendMicros(START, 2_999_999)
                .spendMicros(START, 2)
                .judged();

        assertThat(finding.over()).isEqualByComparingTo("0.000001");
        assertThat(finding.holds()).isFalse();
    }

    @Test
    void oneTooManyInASlidingSpanIsFoundThoughNoAlignedWindowHasIt() {
        MadeUp edge = MadeUp.sliding(3, WINDOW).spend(START + WINDOW - 500, 2).spend(START + WINDOW + 500, 2);

        assertThat(edge.judged().over()).isEqualByComparingTo("1");
        assertThat(edge.judged().flaws()).contains("1 units too many in one window");
    }

    @Test
    void theSameOnAFixedLimitHolds() {
        assertThat(MadeUp.fixed(3, WINDOW)
                        .spend(START + WINDOW - 500, 2)
                        .spend(START + WINDOW + 500, 2)
                        .judged()
                        .flaws())
                .isEmpty();
    }

    @Test
    void slidingSpendsThatAreAWindowAndASixtiethApartHold() {
        assertThat(MadeUp.sliding(3, WINDOW)
                        .spend(START, 3)
                        .spend(START + WINDOW + WINDOW / 60 + 1, 3)
                        .judged()
                        .flaws())
                .isEmpty();
    }

    @Test
    void arrivalsBetrayASlidingLimitWhoseRecordsLie() {
        Finding finding = MadeUp.sliding(3, WINDOW)
                .spend(START, 3)
                .spend(START + WINDOW / 2, 1)
                .recordedAt(START + 2 * WINDOW)
                .judged();

        assertThat(finding.flaws()).contains("1 units too many in a window's length of arrivals");
    }

    @Test
    void moreThanAllWindowsHoldIsFoundWhateverTheRecordsSay() {
        Finding finding = MadeUp.fixed(1, WINDOW)
                .spend(START, 1)
                .spend(START + 1, 1)
                .recordedAt(START + WINDOW)
                .judged();

        assertThat(finding.flaws())
                .contains("1 units too many over the whole run", "1 spends from windows in which there was no run");
    }

    @Test
    void aCallThatArrivesTwiceIsFound() {
        Finding finding = MadeUp.fixed(3, WINDOW).spend(START, 1).again().judged();

        assertThat(finding.flaws()).containsExactly("1 calls reached the upstream more often than they were sent");
    }

    @Test
    void aCallThatWasSentTwiceMayArriveTwice() {
        assertThat(MadeUp.fixed(3, WINDOW)
                        .spend(START, 1)
                        .again()
                        .judged(Circumstances.CALM.withCopies(2))
                        .flaws())
                .isEmpty();
    }

    @Test
    void aRefusedCallThatArrivesIsFound() {
        Finding finding = MadeUp.fixed(2, WINDOW)
                .spend(START, 2)
                .refuse(START + 1)
                .sneak()
                .judged();

        assertThat(finding.flaws())
                .contains("1 calls reached the upstream though their agent was told that the limit refused");
    }

    @Test
    void aWindowThatRefusedBeforeItWasFullIsFound() {
        Finding finding =
                MadeUp.fixed(3, WINDOW).spend(START, 2).refuse(START + 1).judged();

        assertThat(finding.under()).isEqualByComparingTo("1");
        assertThat(finding.flaws()).containsExactly("1 units too few, which no lost call explains");
    }

    @Test
    void aSlidingSpanThatRefusedBeforeItWasFullIsFound() {
        Finding finding = MadeUp.sliding(3, WINDOW)
                .spend(START, 2)
                .refuse(START + WINDOW / 2)
                .judged();

        assertThat(finding.under()).isEqualByComparingTo("1");
        assertThat(finding.holds()).isFalse();
    }

    @Test
    void callsThatWereLostUnderWayExplainAShortfall() {
        Finding finding = MadeUp.fixed(3, WINDOW)
                .spend(START, 2)
                .lose(START + 1)
                .refuse(START + 2)
                .judged(TROUBLE);

        assertThat(finding.flaws()).isEmpty();
        assertThat(finding.under()).isEqualByComparingTo("1");
        assertThat(finding.lost()).isEqualTo(1);
    }

    @Test
    void callsThatWereLostLongBeforeOrAfterDoNot() {
        Finding finding = MadeUp.fixed(3, WINDOW)
                .lose(START - WINDOW - 1_000)
                .spend(START, 2)
                .refuse(START + 2)
                .lose(START + WINDOW)
                .judged(TROUBLE);

        assertThat(finding.flaws()).containsExactly("1 units too few, which no lost call explains");
    }

    @Test
    void aWindowMayBeShortByLessThanTheRefusedAmount() {
        assertThat(MadeUp.fixed(3, WINDOW)
                        .spendMicros(START, 2_500_000)
                        .refuseMicros(START + 1, 500_001)
                        .judged()
                        .flaws())
                .isEmpty();
    }

    @Test
    void aWindowWhoseCountersWereLostMayBeShort() {
        MadeUp lost = MadeUp.fixed(3, WINDOW).spend(START, 1).refuse(START + 1);

        assertThat(lost.judged(TROUBLE.withStateLostUntil(START + 1)).flaws()).isEmpty();
        assertThat(lost.judged(TROUBLE.withStateLostUntil(START)).flaws()).isNotEmpty();
    }

    @Test
    void aCallWithoutRecordCountsInTheWindowThatItMustHaveBeenSpentIn() {
        Finding finding = MadeUp.fixed(2, WINDOW)
                .spend(START + 5, 2)
                .spendUnrecorded(START + 100)
                .spend(START + WINDOW, 1)
                .judged(TROUBLE);

        assertThat(finding.unrecorded()).isEqualTo(1);
        assertThat(finding.flaws()).containsExactly("1 units too many in one window");
    }

    @Test
    void aCallWithoutRecordAtTheEdgeOfTwoWindowsMayBelongToEither() {
        Finding finding = MadeUp.fixed(2, WINDOW)
                .spend(START + 5, 2)
                .spendUnrecorded(START + WINDOW - 1)
                .judged(TROUBLE);

        assertThat(finding.flaws()).isEmpty();
    }

    @Test
    void aFailureThatNothingExcusesIsFound() {
        MadeUp failed = MadeUp.fixed(3, WINDOW).spend(START, 1).lose(START + 1);

        assertThat(failed.judged().flaws()).containsExactly("1 calls failed, and nothing excuses it");
        assertThat(failed.judged(TROUBLE).flaws()).isEmpty();
    }

    @Test
    void aRetryThatFailsIsFoundWhereOneMustHealAndAfterAllIsWell() {
        MadeUp failed = MadeUp.fixed(3, WINDOW).spend(START, 1).lose(START + 1).asRetry();

        assertThat(failed.judged(TROUBLE).flaws()).isEmpty();
        assertThat(failed.judged(Circumstances.CALM.withOutagesUntil(START + 2, /* retriesHeal= */ true))
                        .flaws())
                .containsExactly("1 retries failed");
        assertThat(failed.judged(Circumstances.CALM.withOutagesUntil(START + 1, /* retriesHeal= */ false))
                        .flaws())
                .containsExactly("1 retries failed after all was well again");
    }

    @Test
    void aClockThatStepsForwardMayBeginAnotherWindow() {
        MadeUp jump =
                MadeUp.fixed(2, WINDOW).spend(START, 2).spend(START + 1, 1).recordedAt(START + 12 * WINDOW);

        assertThat(jump.judged(Circumstances.CALM.withClockSlack(120_000)).flaws())
                .isEmpty();
        assertThat(jump.judged(Circumstances.CALM.withClockSlack(60_000)).flaws())
                .containsExactly("1 spends from windows in which there was no run");
        assertThat(jump.judged().holds()).isFalse();
    }

    @Test
    void underWrongClocksAWindowHoldsNoMoreThanElsewhere() {
        Finding finding = MadeUp.fixed(2, WINDOW)
                .spend(START, 3)
                .spend(START + WINDOW, 1)
                .judged(Circumstances.CALM.withClockSlack(120_000));

        assertThat(finding.over()).isEqualByComparingTo("1");
    }

    @Test
    void aSpendThatDidNotSeeAnotherIsFoundThoughNoWindowIsExceeded() {
        Finding finding = MadeUp.fixed(10, WINDOW)
                .spend(START, 3)
                .havingSeen(Limit.MICROS)
                .judged();

        assertThat(finding.over()).isZero();
        assertThat(finding.flaws()).containsExactly("1 spends did not see all that had been spent before");
    }

    @Test
    void aSlidingSpendThatDidNotSeeAnEarlierBucketIsFound() {
        Finding finding = MadeUp.sliding(10, WINDOW)
                .spend(START, 3)
                .spend(START + WINDOW / 2, 1)
                .havingSeen(2 * Limit.MICROS)
                .judged();

        assertThat(finding.flaws()).containsExactly("1 spends did not see all that had been spent before");
    }

    @Test
    void whatWasGivenBackNeedNotBeSeen() {
        assertThat(MadeUp.fixed(10, WINDOW)
                        .spend(START, 2)
                        .giveBack()
                        .spend(START, 1)
                        .havingSeen(Limit.MICROS)
                        .judged()
                        .flaws())
                .containsExactly();
    }

    @Test
    void aRunWithoutCallsProvesNothing() {
        assertThat(MadeUp.fixed(3, WINDOW).judged().flaws())
                .containsExactly("nothing reached the upstream, so nothing is proven");
    }

    @Test
    void whatIsForgottenInACrashIsMeasuredByTheFirstSpendAfterIt() {
        MadeUp hour = MadeUp.fixed(100, 3_600_000)
                .spend(START, 10)
                .spend(START + 1_000, 5)
                .spend(START + 1_700, 3)
                .spend(START + 1_900, 2)
                .forget(4)
                .spend(START + 9_000, 1)
                .spend(START + 9_001, 1)
                .forget(1)
                .spend(START + 20_000, 1);

        assertThat(hour.losses(TROUBLE.withCrashes(List.of(START + 2_000, START + 9_500))))
                .containsExactly(
                        new Loss(START + 2_000, 4 * Limit.MICROS, 2_000 - 1_700 - 2),
                        new Loss(START + 9_500, Limit.MICROS, 9_500 - 9_001 - 2));
        assertThat(hour.judged(TROUBLE.withCrashes(List.of(START + 2_000, START + 9_500)))
                        .flaws())
                .isEmpty();
    }

    @Test
    void moreThanASecondForgottenIsFound() {
        MadeUp hour = MadeUp.fixed(100, 3_600_000)
                .spend(START, 10)
                .spend(START + 5_000, 1)
                .forget(2)
                .spend(START + 9_000, 1);

        assertThat(hour.judged(TROUBLE.withCrashes(List.of(START + 5_500))).flaws())
                .containsExactly("5498 ms of spends were forgotten in a crash");
    }

    @Test
    void aWindowMayExceedItsMaximumByTheLastSecondBeforeACrashAndNoMore() {
        Circumstances crash = TROUBLE.withCrashes(List.of(START + 2_000));

        assertThat(exceeding(2).judged(crash).flaws()).isEmpty();
        assertThat(exceeding(2).judged(crash).over()).isEqualByComparingTo("2");
        assertThat(exceeding(3).judged(crash).flaws()).contains("1 units too many in one window");
        assertThat(exceeding(2).judged(TROUBLE).flaws()).contains("2 units too many in one window");
    }

    private static MadeUp exceeding(int number) {
        return MadeUp.fixed(10, WINDOW)
                .spend(START + 500, 8)
                .spend(START + 1_500, 2)
                .forget(number)
                .spend(START + 5_000, number);
    }

    @Test
    void afterACrashCountsMustNotBeForgottenAgain() {
        MadeUp again = MadeUp.fixed(100, WINDOW)
                .spend(START, 5)
                .spend(START + 3_000, 5)
                .havingSeen(7 * Limit.MICROS);

        assertThat(again.judged(TROUBLE.withCrashes(List.of(START + 2_000))).flaws())
                .containsExactly("1 spends did not see all that had been spent before");
    }
}
