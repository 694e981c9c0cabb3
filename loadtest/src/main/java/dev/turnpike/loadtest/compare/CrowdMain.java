package dev.turnpike.loadtest.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * A process of clients whose calls wait for a person: a process may have too few files open for several crowds. Answers
 * every line that it reads with one number: {@code hold CALLS GRANTS} (calls), {@code heard} (events since the last time),
 * {@code leave} (nothing).
 */
final class CrowdMain {
    private CrowdMain() {}

    /**
     * Answers until there is nothing more to read.
     *
     * @param arguments the node's port
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, /* autoFlush= */ true, UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (Crowd crowd = new Crowd(Integer.parseInt(arguments[0]))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(line.split(" ", -1), crowd));
            }
        }
        System.exit(0);
    }

    private static long answer(String[] words, Crowd crowd) throws IOException {
        switch (words[0]) {
            case "hold" -> {
                int calls = Integer.parseInt(words[1]);
                crowd.hold(calls, Grants.uniform(Integer.parseInt(words[2])));
                return calls;
            }
            case "heard" -> {
                return crowd.heard();
            }
            case "leave" -> {
                crowd.close();
                return 0;
            }
            default -> throw new IllegalArgumentException("question: " + words[0]);
        }
    }
}
