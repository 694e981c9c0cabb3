package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.ClusterWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code turnpike status --watch}: one look after another, until the process is told to end. */
final class StatusWatch {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** How looks are shown. */
    enum Form {
        /** In place, on a terminal. */
        PICTURE,
        /** One below the other. */
        BLOCKS,
        /** One JSON object a line. */
        JSON
    }

    private final ClusterWatch watch;
    private final Form form;
    private final Duration every;
    private final Colours colours;
    private final InstantSource clock;
    private final PrintWriter out;
    private final Terminal terminal;
    private volatile int exitCode;
    private Optional<String> last = Optional.empty();

    StatusWatch(ClusterWatch watch, Form form, Duration every, Colours colours, InstantSource clock, PrintWriter out) {
        this.watch = watch;
        this.form = form;
        this.every = every;
        this.colours = colours;
        this.clock = clock;
        this.out = out;
        this.terminal = new Terminal(out);
    }

    /** Returns the exit code of the last look, once the thread is interrupted. */
    int run() {
        Thread end = new Thread(() -> Runtime.getRuntime().halt(end()), "end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            while (!Thread.interrupted() && !out.checkError()) { // nobody reads any more: the pipe is closed
                show(watch.look());
                Thread.sleep(every.toMillis());
            }
        } catch (InterruptedException e) {
            // A process that embeds the command ends it this way; people do by Ctrl-C.
        }
        Runtime.getRuntime().removeShutdownHook(end);
        return end();
    }

    /** Leaves the last picture behind. */
    private synchronized int end() {
        terminal.close();
        last.ifPresent(out::print);
        last = Optional.empty();
        out.flush();
        return exitCode;
    }

    private synchronized void show(ClusterStatus status) {
        exitCode = StatusCommand.exitCode(status);
        if (form == Form.JSON) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            json.setAll(status.json());
            out.println(json);
            out.flush();
            return;
        }
        String text = text(status);
        if (form == Form.PICTURE) {
            terminal.draw(text);
            last = Optional.of(text);
        } else {
            out.println(text);
            out.flush();
        }
    }

    private String text(ClusterStatus status) {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        int problems = status.problems().size();
        String found = problems == 0
                ? colours.green("all is well")
                : colours.red(problems == 1 ? "1 problem" : problems + " problems");
        String now = TIME.format(clock.instant().atZone(ZoneId.systemDefault()));
        lines.println(colours.bold(now) + "  " + found);
        lines.println();
        new StatusTable(colours, lines).print(status);
        lines.flush();
        return text.toString();
    }
}
