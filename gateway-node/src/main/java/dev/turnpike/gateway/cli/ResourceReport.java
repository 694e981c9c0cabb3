package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.IssuedToken;
import dev.turnpike.gateway.config.ResourceWatcher;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what became of the resources directory. What is found at the start is kept for the ready message; later changes and
 * all their problems are printed as they come. Thread-safe.
 */
final class ResourceReport implements ResourceWatcher {
    private final PrintWriter log;
    private final Colours colours;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private boolean ready;

    ResourceReport(PrintWriter log, Colours colours) {
        this.log = log;
        this.colours = colours;
    }

    @Override
    public synchronized void applied(Change change) {
        change.warnings().forEach(warning -> log.println(colours.yellow("warning: ") + warning));
        if (ready) {
            log.println(colours.green("resources applied: ") + change.changed().size() + " changed, "
                    + change.removed().size() + " removed");
            change.issued().forEach(issued -> log.println(token(issued)));
        } else {
            change.issued()
                    .forEach(issued -> tokens.put(issued.grant(), issued.token().reveal()));
        }
        log.flush();
    }

    @Override
    public synchronized void refused(List<ConfigProblem> problems) {
        log.println(colours.red("resources refused:") + " nothing was changed, because of");
        problems.forEach(problem -> log.println("  " + problem));
        log.flush();
    }

    /** From here on, changes are printed. Answers with the tokens that were made so far, and forgets them. */
    synchronized Map<String, String> ready() {
        ready = true;
        Map<String, String> made = new LinkedHashMap<>(tokens);
        tokens.clear();
        return made;
    }

    private static String token(IssuedToken issued) {
        return "token of " + issued.grant() + ", shown this once: "
                + issued.token().reveal();
    }
}
