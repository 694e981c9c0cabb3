package dev.turnpike.gateway.cli.scan;

import dev.turnpike.gateway.cli.scan.Finding.Choice;
import dev.turnpike.gateway.cli.scan.Finding.Source;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the policy to start from: YAML, because its reader is a person and wants the reasons as comments. Riskiest tools
 * first, everything else listed, default deny.
 */
final class StarterPolicy {
    private static final int LONGEST_NAME = 256;
    private static final int WRITES_PER_MINUTE = 30;
    private static final int RUNS_PER_MINUTE = 10;
    private static final int PAYMENTS_PER_HOUR = 5;
    private static final int MONEY_PER_DAY = 100_000;

    private final StringBuilder yaml = new StringBuilder();
    private final Set<String> counters = new HashSet<>();

    private StarterPolicy() {}

    /** @param server what the server calls itself */
    static String of(String server, List<Finding> findings) {
        StarterPolicy policy = new StarterPolicy();
        policy.head(server, findings);
        findings.stream()
                .sorted(Comparator.comparing(Finding::risk)
                        .reversed()
                        .thenComparing(finding -> finding.tool().name()))
                .forEach(policy::tool);
        return policy.yaml.toString();
    }

    private void head(String server, List<Finding> findings) {
        String name = PlainText.of(server);
        line("# A policy to start from, written by `turnpike scan` for " + name + ", " + findings.size() + " tools.");
        line("# Each tool's risk was judged by its name, its input schema and what the server says of it, which");
        line("# nobody vouches for. The numbers are guesses. Read every line before you put it in force.");
        line("# Tools that are not named here are denied.");
        line("version: \"1\"");
        line("description: " + Yaml.quoted("starter policy for " + name));
        line("default: deny");
        line(findings.stream().anyMatch(StarterPolicy::canBeNamed) ? "tools:" : "tools: {}");
    }

    private void tool(Finding finding) {
        line("");
        line("  # " + finding.risk().label() + ": " + finding.reason());
        if (!canBeNamed(finding)) {
            line("  # denied: " + Yaml.quoted(PlainText.of(finding.tool().name()))
                    + " cannot be named here: `*` stands for any text, and names have 1 to " + LONGEST_NAME
                    + " characters");
            return;
        }
        String name = Yaml.key(finding.tool().name());
        switch (finding.risk()) {
            case READ -> line("  " + name + ": {}");
            case WRITE -> {
                line("  " + name + ":");
                rate(finding, WRITES_PER_MINUTE, "minute");
            }
            case EXECUTE -> {
                line("  " + name + ":");
                rate(finding, RUNS_PER_MINUTE, "minute");
            }
            case DESTRUCTIVE -> {
                line("  " + name + ":");
                destructive(finding);
            }
            case FINANCIAL -> {
                line("  " + name + ":");
                approval("it moves money");
                financial(finding);
            }
        }
    }

    private void destructive(Finding finding) {
        if (finding.says(Source.NAME, Risk.DESTRUCTIVE)) {
            line("    action: deny # or require_approval: then a person decides each call");
            line("    reason: This tool destroys what cannot be brought back.");
        } else if (finding.choice().isPresent()) {
            // A list of what may be, not of what may not: values that the server adds later stay out.
            Choice choice = finding.choice().get();
            line("    require: # left out: " + PlainText.of(String.join(", ", choice.destructive())));
            line("      - path: " + Yaml.quoted(Yaml.path(choice.argument())));
            line("        op: in");
            line("        value: " + Yaml.list(choice.others()));
            line("        on_deny: "
                    + Yaml.quoted("Only these values of " + PlainText.of(choice.argument()) + " are allowed: "
                            + PlainText.of(String.join(", ", choice.others())) + "."));
            rate(finding, RUNS_PER_MINUTE, "minute");
        } else {
            approval("it can destroy what cannot be brought back");
            rate(finding, RUNS_PER_MINUTE, "minute");
        }
    }

    private void approval(String why) {
        line("    action: require_approval # or deny");
        line("    reason: " + Yaml.quoted("A person has to agree: " + why + "."));
    }

    private void financial(Finding finding) {
        rate(finding, PAYMENTS_PER_HOUR, "hour");
        finding.amount().ifPresent(amount -> {
            line("      # in the unit of the argument: cents or whole units, the same for every currency");
            line("      - { counter: " + counter(finding, "_amount") + ", window: day, max: " + MONEY_PER_DAY
                    + ", scope: grant, increment_from: " + Yaml.quoted(Yaml.path(amount)) + " }");
        });
    }

    private void rate(Finding finding, int max, String window) {
        line("    limits:");
        line("      - { counter: " + counter(finding, "_rate") + ", window: " + window + ", max: " + max
                + ", scope: grant }");
    }

    /** A name that no other tool's counter has: equal names would be one counter. */
    private String counter(Finding finding, String suffix) {
        String base = finding.tool().name().replaceAll("[^A-Za-z0-9_]", "_");
        base = (base.length() > 100 ? base.substring(0, 100) : base) + suffix;
        String counter = base;
        for (int number = 2; !counters.add(counter); number++) {
            counter = base + number;
        }
        return Yaml.key(counter);
    }

    private static boolean canBeNamed(Finding finding) {
        String name = finding.tool().name();
        return name.indexOf('*') < 0 && !name.isBlank() && name.length() <= LONGEST_NAME;
    }

    private void line(String text) {
        yaml.append(text).append('\n');
    }
}
