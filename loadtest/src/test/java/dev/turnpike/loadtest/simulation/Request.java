package dev.turnpike.loadtest.simulation;

import java.util.List;
import java.util.Set;

/**
 * What an agent sends, and what may come of it.
 *
 * @param name as the report shows it
 * @param expected any other outcome fails the run
 */
record Request(String name, String body, Set<Outcome> expected) {
    private static final Outcome EXHAUSTED = Outcome.refused("limit_exceeded");

    /** A tool without rules: neither conditions nor limits. */
    static final Request UNLIMITED = call("unlimited", 10, Outcome.ALLOWED);

    /** A tool that the policy denies. */
    static final Request DENIED = call("denied", 10, Outcome.refused("tool_denied"));

    /** Arguments that the policy's conditions let through. */
    static final Request SMALL_AMOUNT = call("conditional", 10, Outcome.ALLOWED);

    /** Arguments that they do not. */
    static final Request LARGE_AMOUNT = call("conditional", 100_000, Outcome.refused("argument_denied"));

    /** A tool with a limit that the run exceeds. */
    static final Request LIMITED = call("limited", 10, Outcome.ALLOWED, EXHAUSTED);

    /** A tool with a limit that no run exceeds. */
    static final Request AMPLE = call("ample", 10, Outcome.ALLOWED);

    /** A tool list, which is filtered. */
    static final Request LIST = new Request(
            "tools/list", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", Set.of(Outcome.ALLOWED));

    /** Calls of about 300 bytes, as agents send them. */
    private static Request call(String tool, int amount, Outcome... expected) {
        String body = """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{"amount":%d,\
                "currency":"eur","customer":"cus_9s6XKzkNRiz8i3","description":"monthly invoice, third reminder, agreed by phone",\
                "labels":{"team":"billing","environment":"production"},"notify":["ops@example.org"]}}}""";
        return new Request(tool, body.formatted(tool, amount), Set.copyOf(List.of(expected)));
    }

    boolean isToolCall() {
        return !equals(LIST);
    }

    /** The name under which the report counts the outcome. */
    String name(Outcome outcome) {
        return name + ": " + outcome;
    }
}
