package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.approvals.ApprovalReport;
import dev.turnpike.gateway.cli.approvals.ApprovalReport.Step;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Approvals for people: many in a table, or one with everything about it. */
final class ApprovalTable {
    private static final int WIDEST = 60;

    private final Colours colours;
    private final PrintWriter out;

    ApprovalTable(Colours colours, PrintWriter out) {
        this.colours = colours;
        this.out = out;
    }

    void print(List<ApprovalReport> approvals, Instant now) {
        if (approvals.isEmpty()) {
            out.println("no approvals");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "STATE", "AGE", "LEFT", "GRANT", "CALL", "AGREED", "REASON"));
        for (ApprovalReport approval : approvals) {
            rows.add(List.of(
                    approval.id(),
                    approval.state(),
                    approval.age(now),
                    approval.isPending() ? approval.left(now) : "-",
                    approval.grant(),
                    PlainText.of(approval.server() + "/" + approval.tool(), WIDEST),
                    approval.agreed().size() + "/" + approval.approvers(),
                    PlainText.of(approval.reason(), WIDEST)));
        }
        Columns.print(rows, colours, out);
    }

    void print(ApprovalReport approval, Instant now) {
        out.println(colours.bold(approval.grant()) + " asks to call " + colours.bold(approval.tool()) + " of "
                + approval.server());
        row("id", approval.id());
        row("state", approval.state());
        row("reason", approval.reason());
        row("rule", approval.rule() + " of " + approval.policy());
        row("asked", approval.age(now) + " ago");
        if (approval.isPending()) {
            row("expires", "in " + approval.left(now));
        }
        if (approval.approvers() > 1) {
            String people = approval.agreed().isEmpty() ? "" : ": " + String.join(", ", approval.agreed());
            row("agreed", approval.agreed().size() + " of " + approval.approvers() + people);
        }
        if (approval.uses() > 1) {
            row("used", approval.used() + " of " + approval.uses());
        }
        row("page", approval.url());
        approval.arguments().ifPresent(arguments -> json("arguments", arguments));
        approval.editedArguments().ifPresent(arguments -> json("runs as", arguments));
    }

    void printSteps(ApprovalReport approval) {
        for (Step step : approval.steps()) {
            out.println("  " + step.at() + "  " + step.kind() + (step.person().isEmpty() ? "" : " by " + step.person())
                    + (step.note().isEmpty() ? "" : ": " + step.note()));
        }
    }

    private void json(String name, JsonNode json) {
        row(name, ExactJson.pretty(json).indent(12).strip());
    }

    private void row(String name, String text) {
        out.println("  %-9s %s".formatted(name, text));
    }
}
