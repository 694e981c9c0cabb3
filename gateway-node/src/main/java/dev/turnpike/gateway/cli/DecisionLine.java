package dev.turnpike.gateway.cli;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.CounterChange;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One decision as one readable line: time, grant, tool, decision, and either what is left or rule and reason. */
final class DecisionLine {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Colours colours;
    private final ZoneId zone;

    DecisionLine(Colours colours, ZoneId zone) {
        this.colours = colours;
        this.zone = zone;
    }

    String of(AuditRecord record) {
        String verdict = switch (record.decision()) {
            case ALLOW -> colours.green("allow     ");
            case DENY -> colours.red("deny      ");
            case ASK -> colours.yellow("ask       ");
            case WOULD_DENY -> colours.yellow("would deny");
        };
        String line = "%s  %s  %s  %s  "
                .formatted(
                        colours.dim(CLOCK.format(record.time().atZone(zone))),
                        PlainText.of(record.grant()),
                        verdict,
                        padded(PlainText.of(record.tool())));
        return (line + (record.decision() == AuditRecord.Verdict.ALLOW ? left(record) : why(record))).stripTrailing();
    }

    private static String padded(String tool) {
        return "%-22s".formatted(tool);
    }

    private static String left(AuditRecord record) {
        return record.counters().stream().map(DecisionLine::left).collect(joining(", "));
    }

    private static String left(CounterChange change) {
        return change.counter() + ": " + change.max().subtract(change.after()).toPlainString() + " of "
                + change.max().toPlainString() + " left";
    }

    private String why(AuditRecord record) {
        String rule = record.rule().map(PlainText::of).map(colours::dim).orElse("");
        String message = record.message().map(DecisionLine::oneLine).orElse("");
        return rule + "  " + message;
    }

    /** The whole sentence, however long: policies are written by people who are trusted with that. */
    private static String oneLine(String message) {
        return message.lines().map(DecisionLine::printable).collect(joining(" "));
    }

    private static String printable(String line) {
        return line.codePoints()
                .filter(code -> !Character.isISOControl(code) && Character.getType(code) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
