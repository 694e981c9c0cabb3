package dev.turnpike.gateway.audit.trail;

import dev.turnpike.gateway.audit.trail.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What does not fit: lines that do not belong where they stand, and numbers that are missing. Brought together at the
 * end they tell what was done: a line that is missing here and stands there was moved. Bounded: of very many only the
 * first are kept.
 */
final class Suspects {
    /** The number of a file's first line, where that is not known. */
    static final long BEGINNING = Long.MIN_VALUE;

    private static final long OPEN = Long.MAX_VALUE;

    /** @param seq -1 where the line does not say */
    private record Stray(long line, long seq, boolean intact) {}

    /**
     * Numbers that are missing.
     *
     * @param strays how many of the lines just before are strays, too
     */
    private record Gap(long line, long from, long to, int firstStray, int strays) {
        boolean misses(long seq) {
            return from <= seq && seq <= to;
        }

        /** Before the first sound line there was the head at least; behind the end nothing need have been. */
        long count() {
            if (from == BEGINNING) {
                return 1;
            }
            return to == OPEN ? 0 : to - from + 1;
        }
    }

    private final List<Stray> strays = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private long further;
    /** Where the strays begin that stand right before the line that is looked at. */
    private int run;

    /**
     * A line that does not belong where it stands.
     *
     * @return whether it is kept; otherwise it is counted
     */
    boolean stray(ChainedLine line) {
        if (strays.size() < FileReport.MOST_FINDINGS) {
            return strays.add(new Stray(line.number(), line.seq(), line.intact()));
        }
        further++;
        return false;
    }

    /** What is known to be wrong without more ado. */
    void found(Finding finding) {
        if (findings.size() < FileReport.MOST_FINDINGS) {
            findings.add(finding);
        } else {
            further++;
        }
    }

    /** The line fits, but the numbers {@code from} to {@code to} should have come before it. */
    void missing(long line, long from, long to) {
        if (gaps.size() < FileReport.MOST_FINDINGS) {
            gaps.add(new Gap(line, from, to, run, strays.size() - run));
        } else {
            further++;
        }
        run = strays.size();
    }

    /** The line fits. */
    void fits() {
        run = strays.size();
    }

    /** The last stray is none: the line behind it says why it is there. */
    void forgive() {
        strays.remove(strays.size() - 1);
    }

    long further() {
        return further;
    }

    /**
     * Everything that was found.
     *
     * @param next the number that the next line of the file would have
     */
    List<Finding> findings(long next) {
        gaps.add(new Gap(/* line= */ 0, next, OPEN, run, strays.size() - run));
        boolean[] told = new boolean[strays.size()];
        long[] missing = new long[gaps.size()];
        for (int at = 0; at < missing.length; at++) {
            Gap gap = gaps.get(at);
            missing[at] = gap.count();
        }
        moved(told, missing);
        for (int at = 0; at < missing.length; at++) {
            judge(gaps.get(at), missing[at], told);
        }
        for (int stray = 0; stray < told.length; stray++) {
            if (!told[stray]) {
                inserted(strays.get(stray));
            }
        }
        findings.sort(Comparator.comparingLong(Finding::line));
        return findings;
    }

    private void moved(boolean[] told, long[] missing) {
        List<Long> seen = new ArrayList<>();
        for (int stray = 0; stray < told.length; stray++) {
            Stray line = strays.get(stray);
            int gap = line.intact() && !seen.contains(line.seq()) ? gapOf(line.seq()) : -1;
            if (gap >= 0 && !(gaps.get(gap).to() == OPEN && isIn(gaps.get(gap), stray))) {
                seen.add(line.seq());
                missing[gap]--;
                told[stray] = true;
                findings.add(new Finding(
                        line.line(),
                        Kind.REORDERED,
                        "record " + line.seq() + " was written elsewhere in this file and moved here"));
            }
        }
    }

    private static boolean isIn(Gap gap, int stray) {
        return stray >= gap.firstStray() && stray < gap.firstStray() + gap.strays();
    }

    private int gapOf(long seq) {
        for (int at = 0; at < gaps.size(); at++) {
            if (gaps.get(at).misses(seq)) {
                return at;
            }
        }
        return -1;
    }

    /** As many strays as are missing behind them stand for what was there. */
    private void judge(Gap gap, long missing, boolean[] told) {
        List<Integer> odd = new ArrayList<>();
        for (int stray = gap.firstStray(); stray < gap.firstStray() + gap.strays(); stray++) {
            if (!told[stray]) {
                odd.add(stray);
            }
        }
        odd.sort(Comparator.comparing(stray -> !gap.misses(strays.get(stray).seq()))); // its own number first
        long left = missing;
        for (int stray : odd) {
            if (left > 0 || (gap.to() == OPEN && !strays.get(stray).intact())) {
                told[stray] = true;
                left--;
                findings.add(new Finding(
                        strays.get(stray).line(), Kind.CHANGED, "is not what was written here: its hash does not fit"));
            }
        }
        if (left > 0) {
            findings.add(new Finding(gap.line(), Kind.REMOVED, removed(gap, left)));
        }
    }

    private static String removed(Gap gap, long left) {
        if (gap.from() == BEGINNING) {
            return "the lines before this one are missing, the head of the file among them";
        }
        String numbers = gap.from() == gap.to() ? "record " + gap.from() : "records " + gap.from() + " to " + gap.to();
        return left + (left == 1 ? " line is" : " lines are") + " missing before this one (" + numbers + ")";
    }

    private void inserted(Stray stray) {
        findings.add(new Finding(
                stray.line(),
                Kind.INSERTED,
                stray.intact() ? "record " + stray.seq() + " was not written here" : "was not written here"));
    }
}
