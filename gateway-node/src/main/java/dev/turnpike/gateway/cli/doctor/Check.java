package dev.turnpike.gateway.cli.doctor;

/** One question about a cluster or about settings. Stateless; asks nobody, but looks at what was found out. */
public interface Check {
    /** A word or two for lists, such as {@code clocks}. */
    String name();

    /** What is right, for the reference: one line. */
    String expects();

    Verdict examine(Subject subject);
}
