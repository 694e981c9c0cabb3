package dev.turnpike.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turnpike policy}: what can be asked of policy documents, and of the revisions that a cluster knows. */
@Command(
        name = "policy",
        description = "Checks, tries out and explains policy documents, and puts back earlier ones.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyValidate.class,
            PolicyTest.class,
            PolicyExplain.class,
            PolicyReplay.class,
            PolicyDiff.class,
            PolicyRevisionList.class,
            PolicyShow.class,
            PolicyRestore.class
        },
        footer = {
            "",
            "Examples:",
            "  turnpike policy validate careful.json",
            "  turnpike policy test careful.json careful.cases.yaml",
            "  turnpike policy explain careful.json --tool create_charge --args '{\"amount\": 70000}'",
            "  turnpike policy replay careful.json --audit turnpike-audit.jsonl",
            "  turnpike policy diff before.json careful.json --audit turnpike-audit.jsonl",
            "",
            "Of a cluster:",
            "  turnpike policy revisions careful",
            "  turnpike policy show careful@7",
            "  turnpike policy restore careful@7"
        })
public final class PolicyCommand implements Runnable {
    /** The answer is yes. */
    static final int OK = 0;
    /** The answer is no: a refused document, a case that differs. */
    static final int NO = 1;
    /** There is no answer: wrong usage, or a file that cannot be read. */
    static final int UNUSABLE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "missing subcommand: validate, test, explain, replay, diff, revisions, show or restore");
    }
}
