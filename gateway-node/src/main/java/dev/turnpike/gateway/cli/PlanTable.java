package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.admin.PlanReport;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/** What an edit does, for people: one line for each document that changes. */
final class PlanTable {
    private static final int MOST_LINES = 200;

    private final Colours colours;
    private final PrintWriter out;

    PlanTable(Colours colours, PrintWriter out) {
        this.colours = colours;
        this.out = out;
    }

    /** Before it is done. */
    void print(PlanReport plan) {
        print(plan, "created", "+ ", colours::green);
        print(plan, "changed", "~ ", colours::yellow);
        print(plan, "removed", "- ", colours::red);
        plan.warnings().forEach(warning -> out.println(colours.yellow("! ") + warning));
        out.println(plan.count("created") + " to create, " + plan.count("changed") + " to change, "
                + plan.count("removed") + " to remove, " + plan.count("unchanged") + " unchanged");
        out.flush();
    }

    /** After it was done, or not. */
    void end(PlanReport plan, String sentence) {
        plan.tokens().forEach((grant, token) -> out.println("token of " + grant + ", shown this once: " + token));
        out.println(sentence);
    }

    static String removal(int count) {
        return count == 1 ? "Remove 1 document?" : "Remove " + count + " documents?";
    }

    private void print(PlanReport plan, String part, String sign, UnaryOperator<String> colour) {
        plan.documents(part).stream().limit(MOST_LINES).forEach(document -> out.println(colour.apply(sign + document)));
        int more = plan.count(part) - MOST_LINES;
        if (more > 0) {
            out.println(colour.apply(sign + "and " + more + " more"));
        }
    }
}
