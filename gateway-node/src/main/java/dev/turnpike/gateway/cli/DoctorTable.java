package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.doctor.Diagnosis;
import java.io.PrintWriter;

/** A diagnosis for people: a line for each check, what to mend below it, and how many there are of each kind. */
final class DoctorTable {
    private static final int KIND = "not checked".length() + 2;

    private final Colours colours;
    private final PrintWriter out;

    DoctorTable(Colours colours, PrintWriter out) {
        this.colours = colours;
        this.out = out;
    }

    void print(Diagnosis diagnosis) {
        int name = diagnosis.lines().stream()
                        .mapToInt(line -> line.check().name().length())
                        .max()
                        .orElse(0)
                + 2;
        for (Diagnosis.Line line : diagnosis.lines()) {
            String kind = padded(Diagnosis.kind(line.verdict()), KIND);
            String begin = padded(line.check().name(), name);
            line.verdict()
                    .fold(
                            ok -> println(colours.green(kind) + begin + ok.text()),
                            warning ->
                                    println(colours.yellow(kind) + begin + warning.text()) + mend(name, warning.mend()),
                            problem -> println(colours.red(kind) + begin + problem.text()) + mend(name, problem.mend()),
                            not -> println(colours.dim(kind + begin + not.text())));
        }
        out.println();
        out.println(diagnosis.count("ok") + " ok, " + diagnosis.count("warning") + " warnings, "
                + diagnosis.count("problem") + " problems, " + diagnosis.count("not checked") + " not checked");
    }

    private String mend(int indent, String what) {
        return println(" ".repeat(KIND + indent) + colours.bold("mend: ") + what);
    }

    private String println(String line) {
        out.println(line);
        return "";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
