package dev.turnpike.gateway.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Asks a person before something cannot be taken back. */
final class Question {
    private Question() {}

    /** Whether the person at the terminal says yes; where there is no terminal, the command is refused. */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on it is there without a terminal; then no line means no
    static boolean confirms(CommandLine command, String question) {
        @Nullable Console console = System.console();
        if (console == null) {
            throw CommandFailure.misused("there is no terminal to ask `" + question + "`; confirm with `--yes`");
        }
        command.getOut().flush();
        @Nullable String answer = console.readLine("%s [y/N] ", question);
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
