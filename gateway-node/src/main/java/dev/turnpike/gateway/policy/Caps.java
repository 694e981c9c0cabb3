package dev.turnpike.gateway.policy;

/** The largest document that is accepted; far beyond what people write, small enough to judge by. */
final class Caps {
    static final int TOOLS = 20_000;
    static final int HIDE = 20_000;
    static final int CONDITIONS = 100;
    static final int LIMITS = 50;
    static final int OPERANDS = 1_000;
    static final int NAME = 256;
    static final int COUNTER = 128;
    static final int SENTENCE = 2_000;
    static final int DESCRIPTION = 20_000;
    static final int REGEX = 1_000;
    /** Instructions of a compiled regex; matching takes this times the text's length. */
    static final int REGEX_SIZE = 2_000;

    static final int APPROVERS = 100;
    static final int USES = 1_000_000;
    static final int PROBLEMS = 100;

    private Caps() {}
}
