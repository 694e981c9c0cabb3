package dev.turnpike.gateway.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * A screen that is drawn again and again, in place: each picture overwrites the one before, line by line, so that
 * nothing flickers, and ends where it ends, whatever size the window has by then. By the control sequences of ECMA-48
 * and xterm.
 */
final class Terminal {
    private static final String ESC = "\u001b[";
    /** The alternate screen, no cursor, and lines that end at the right edge instead of going on below. */
    private static final String BEGIN = ESC + "?1049h" + ESC + "?25l" + ESC + "?7l" + ESC + "2J";

    private static final String END = ESC + "?7h" + ESC + "?25h" + ESC + "?1049l";

    private final PrintWriter out;
    private boolean open;

    Terminal(PrintWriter out) {
        this.out = out;
    }

    /** Whether a person looks at standard output, and can be shown pictures. */
    static boolean isThere(Optional<String> kind) {
        return isInteractive() && kind.filter(term -> !term.equals("dumb")).isPresent();
    }

    @SuppressWarnings("SystemConsoleNull") // where there may be a console without a terminal, it is asked
    private static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }

    /** Shows these lines and no others. Lines below the bottom are not shown. */
    synchronized void draw(String picture) {
        StringBuilder text = new StringBuilder(open ? "" : BEGIN);
        open = true;
        int row = 1;
        for (String line : picture.lines().toList()) {
            // Each at a place of its own: a line break at the bottom would move the picture up.
            text.append(ESC)
                    .append(row++)
                    .append(";1H")
                    .append(line)
                    .append(ESC)
                    .append('K');
        }
        text.append(ESC).append('J');
        out.print(text);
        out.flush();
    }

    /** Gives the screen back as it was. */
    synchronized void close() {
        if (open) {
            open = false;
            out.print(END);
            out.flush();
        }
    }
}
