package dev.turnpike.loadtest.proof.load;

import java.math.BigDecimal;

/**
 * The {@code tools/call} of one call. The call's number is the name of an argument, because an audit record holds the
 * names of arguments, and never their values.
 */
public final class CallText {
    /** What the name of the argument with the call's number begins with. */
    public static final String CALL = "call-";

    /** The tool that every policy of the proof limits. */
    public static final String TOOL = "spend";

    private static final int MICRO_DIGITS = 6;

    private CallText() {}

    static String of(long call, String grant, long micros) {
        return """
                {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":\
                {"grant":"%s","amount":%s,"%s%d":true}}}""".formatted(
                call, TOOL, grant, BigDecimal.valueOf(micros, MICRO_DIGITS).toPlainString(), CALL, call);
    }
}
