package dev.turnpike.gateway.audit.trail;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the check of one file found.
 *
 * @param head what its first line says; empty if that is not sound
 * @param before what its first line continues; empty like {@code head}
 * @param last the last sound line; empty if there is none
 * @param lines number of its lines
 * @param records decisions and other records among the sound ones
 * @param dropped records of which the file says that they could not be written
 * @param findings by line; at most {@link #MOST_FINDINGS}
 * @param further findings that are not listed
 * @param notes what is good to know and no finding
 */
public record FileReport(
        Path file,
        Optional<Mark.Head> head,
        Optional<Link> before,
        Optional<Link> last,
        long lines,
        long records,
        long dropped,
        List<Finding> findings,
        long further,
        List<String> notes) {
    /** Most findings of a file that are listed. */
    public static final int MOST_FINDINGS = 1_000;

    public FileReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether the file is what was written, as far as it goes. */
    public boolean holds() {
        return findings.isEmpty() && further == 0;
    }
}
