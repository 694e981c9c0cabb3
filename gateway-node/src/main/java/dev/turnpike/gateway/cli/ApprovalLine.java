package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.approvals.ApprovalReport;
import dev.turnpike.gateway.cli.approvals.ApprovalReport.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What happened to an approval last, in one line. */
record ApprovalLine(Colours colours, ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    String of(ApprovalReport approval) {
        List<Step> steps = approval.steps();
        Step last = steps.isEmpty()
                ? new Step(approval.state(), Instant.EPOCH, approval.grant(), "")
                : steps.get(steps.size() - 1);
        String kind = approval.isVoid() ? "void" : last.kind();
        return TIME.format(last.at().atZone(zone)) + "  " + painted(kind, "%-10s".formatted(kind)) + "  "
                + approval.id() + "  " + approval.grant() + " → " + approval.server() + "/" + approval.tool()
                + detail(approval, last);
    }

    private static String detail(ApprovalReport approval, Step last) {
        return switch (last.kind()) {
            case "requested" -> "  " + approval.reason();
            case "agreed" ->
                by(last) + " (" + approval.agreed().size() + " of " + approval.approvers() + ")" + note(last);
            case "used" -> "  " + approval.used() + " of " + approval.uses();
            default -> by(last) + note(last);
        };
    }

    private static String by(Step step) {
        return step.person().isEmpty() ? "" : "  by " + step.person();
    }

    private static String note(Step step) {
        return step.note().isEmpty() ? "" : ": " + step.note();
    }

    private String painted(String kind, String text) {
        return switch (kind) {
            case "requested", "agreed" -> colours.yellow(text);
            case "approved", "used" -> colours.green(text);
            case "denied" -> colours.red(text);
            default -> colours.dim(text);
        };
    }
}
