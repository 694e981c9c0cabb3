package dev.turnpike.loadtest.proof.load;

import java.math.BigDecimal;

/**
 * The {@code tools/call} of one call. The call's number is the name of an argument, and so is its session, because an audit
 * record holds the names of arguments, and never their values.
 */
public final class CallText {
    /** What the name of the argument with the call's number begins with. */
    public static final String CALL = "call-";

    /** The tool that every policy of the proof limits. */
    public static final String TOOL = "spend";

    private static final int MICRO_DIGITS = 6;

    private CallText() {}

    /** Whose calls they are that a grant's agents make in a session. */
    public static String inSession(String grant, String session) {
        return session.isEmpty() ? grant : grant + ":" + session;
    }

    /**
     * The number of a call.
     *
     * @param argument the name of an argument that begins with {@link #CALL}
     */
    public static long call(String argument) {
        return Long.parseLong(argument.substring(CALL.length()).replaceFirst("-.*", ""));
    }

    /** The session that the same argument names, or an empty text. */
    public static String session(String argument) {
        int end = argument.indexOf('-', CALL.length());
        return end < 0 ? "" : argument.substring(end + 1);
    }

    /** A call in no session. */
    static String of(long call, String grant, long micros) {
        return of(call, grant, "", micros);
    }

    /** @param grant whose call it is, as {@link #inSession} has it */
    static String of(long call, String grant, String session, long micros) {
        return """
                {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":\
                {"grant":"%s","amount":%s,"%s%d%s":true}}}""".formatted(
                        call,
                        TOOL,
                        grant,
                        BigDecimal.valueOf(micros, MICRO_DIGITS).toPlainString(),
                        CALL,
                        call,
                        session.isEmpty() ? "" : "-" + session);
    }
}
