package dev.turnpike.gateway.party;

import java.util.List;

/**
 * What a client saw.
 *
 * @param protocol the revision it agreed on; empty where the client does not tell
 * @param tools the names it listed
 * @param answers one for each call, in order
 */
record Transcript(String protocol, List<String> tools, List<Answer> answers) {
    Transcript {
        tools = List.copyOf(tools);
        answers = List.copyOf(answers);
    }

    /** How an answer reached the program that uses the client. */
    enum Kind {
        RESULT,
        ERROR_RESULT,
        EXCEPTION
    }

    /** An answer, with the text of its content or of the exception. */
    record Answer(Kind kind, String text) {}
}
