package dev.turnpike.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a command printed, without colours, and how it ended. */
record Spoken(int exitCode, String out, String err) {
    static Spoken of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Turnpike.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        int exitCode = commandLine.execute(arguments);
        return new Spoken(exitCode, out.toString(), err.toString());
    }
}
