package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.load.CallBook;
import dev.turnpike.loadtest.proof.load.Editors;
import dev.turnpike.loadtest.proof.load.Petitioner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people and agents were told is done, and whether it still is. */
final class Acknowledged {
    private static final int MOST_SHOWN = 3;

    private final List<String> changes = new ArrayList<>();
    private final List<String> approvals = new ArrayList<>();
    private @Nullable Editors editors;
    private @Nullable Petitioner petitioner;

    /** Looks after everything, while nobody changes anything. */
    void look(Editors who, Petitioner other) {
        editors = who;
        petitioner = other;
        changes.addAll(who.lost());
        approvals.addAll(other.broken());
    }

    /** Looks for the last time, and lets nobody change anything after that. */
    void end(Editors who, Petitioner other) {
        who.pause();
        other.pause();
        look(who, other);
    }

    List<Check> checks(CallBook book) {
        Editors people = editors;
        Petitioner agent = petitioner;
        if (people == null || agent == null) {
            return List.of(new Check("changes acknowledged", "nobody looked", false));
        }
        long wrong = agent.wrong(book.arrivals());
        return List.of(
                new Check(
                        "changes acknowledged, and lost",
                        people.acknowledged() + ", " + shown(changes),
                        people.acknowledged() > 0 && changes.isEmpty()),
                new Check(
                        "questions and decisions acknowledged, and lost",
                        agent.acknowledged() + ", " + shown(approvals),
                        agent.acknowledged() > 0 && approvals.isEmpty()),
                new Check(
                        "approved calls that ran, tried again after each restart, and ran twice or unapproved",
                        agent.ran() + ", " + wrong,
                        agent.ran() > 0 && wrong == 0));
    }

    /** How many there are, and what the first are. */
    static String shown(List<String> wrong) {
        return wrong.isEmpty()
                ? "0"
                : wrong.size() + ": " + String.join("; ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size())));
    }
}
