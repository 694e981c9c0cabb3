package dev.turnpike.gateway.cli.scan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the words of tool names say about risk. English, as tool names are. */
final class Vocabulary {
    private static final Set<String> READ = words(
            "analyze browse check compare count describe diff download echo explain export fetch find follow get head help"
                    + " info inspect list lookup monitor peek ping preview query read resolve retrieve scan search"
                    + " show stat status summarize tail validate verify view watch whoami");
    private static final Set<String> WRITE = words(
            "accept add allow append approve assign attach change comment commit configure convert copy create disable"
                    + " edit enable fork generate grant import increment insert invite label link lock make manage mark"
                    + " merge modify move open patch post publish push put register rename reply save send set share"
                    + " store submit subscribe sync tag toggle unlock update upload upsert write");
    private static final Set<String> EXECUTE = words(
            "apply backfill build call deploy dispatch eval evaluate exec execute force install invoke launch pause"
                    + " provision replay restart restore resume retry rollback run schedule shell spawn start stop trigger");
    /** Destructive wherever they stand in a name. */
    private static final Set<String> ENDING = words(
            "del delete destroy drop erase kill nuke overwrite prune purge remove revoke rm terminate truncate uninstall wipe");
    /** Destructive as what the tool does, though not as a part of what it is about. */
    private static final Set<String> ENDING_AS_VERB = words(
            "abort archive ban block cancel clear deactivate decommission deprovision detach disconnect discard evict"
                    + " expire flush format reject reset shutdown suspend unpublish void withdraw");

    private static final Set<String> PAYING = words(
            "bill buy charge checkout deposit donate invoice pay payout purchase refund reimburse remit sell trade");
    private static final Set<String> MONEY = words(
            "bill billing charge credit fund funds invoice money payment payout payroll purchase refund subscription"
                    + " transaction wallet wire");
    private static final Set<String> JOINING = words("and or then");

    private Vocabulary() {}

    /** A risk and the word that speaks for it. */
    record Verdict(Risk risk, String word) {}

    /** What a name says: its first verb, any verb joined by "and", and what is destructive wherever it stands. */
    static Optional<Verdict> judge(List<String> words) {
        Optional<Verdict> worst = Optional.empty();
        boolean expectsVerb = true;
        for (String word : words) {
            Optional<Verdict> verdict = expectsVerb ? verb(word) : Optional.empty();
            expectsVerb = JOINING.contains(word) || (expectsVerb && verdict.isEmpty());
            if (ENDING.contains(word)) {
                verdict = Optional.of(new Verdict(Risk.DESTRUCTIVE, word));
            }
            worst = worse(worst, verdict);
        }
        Risk risk = worst.map(Verdict::risk).orElse(Risk.READ);
        Optional<Verdict> money =
                words.stream().filter(Vocabulary::isMoney).findFirst().map(word -> new Verdict(Risk.FINANCIAL, word));
        return (risk == Risk.WRITE || risk == Risk.EXECUTE) && money.isPresent() ? money : worst;
    }

    private static Optional<Verdict> worse(Optional<Verdict> one, Optional<Verdict> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().risk().compareTo(other.get().risk()) < 0 ? other : one;
    }

    private static Optional<Verdict> verb(String word) {
        if (PAYING.contains(word)) {
            return Optional.of(new Verdict(Risk.FINANCIAL, word));
        }
        if (ENDING.contains(word) || ENDING_AS_VERB.contains(word)) {
            return Optional.of(new Verdict(Risk.DESTRUCTIVE, word));
        }
        if (EXECUTE.contains(word)) {
            return Optional.of(new Verdict(Risk.EXECUTE, word));
        }
        if (WRITE.contains(word)) {
            return Optional.of(new Verdict(Risk.WRITE, word));
        }
        return READ.contains(word) ? Optional.of(new Verdict(Risk.READ, word)) : Optional.empty();
    }

    /** Words of money, in singular and plural. */
    static boolean isMoney(String word) {
        return MONEY.contains(word) || (word.endsWith("s") && MONEY.contains(word.substring(0, word.length() - 1)));
    }

    private static Set<String> words(String spaced) {
        return Set.of(spaced.split(" ", /* limit= */ -1));
    }
}
