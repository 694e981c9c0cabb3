package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.scan.Risk;
import picocli.CommandLine;

/** Colours for a terminal that wants them; plain text with {@code NO_COLOR} set or when the output is no terminal. */
record Colours(boolean on) {
    static Colours of(CommandLine command) {
        return new Colours(command.getColorScheme().ansi().enabled());
    }

    String red(String text) {
        return paint("31", text);
    }

    String green(String text) {
        return paint("32", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String risk(Risk risk, String text) {
        return switch (risk) {
            case READ -> green(text);
            case WRITE, EXECUTE -> yellow(text);
            case DESTRUCTIVE, FINANCIAL -> red(text);
        };
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
