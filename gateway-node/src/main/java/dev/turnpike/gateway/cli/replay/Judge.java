package dev.turnpike.gateway.cli.replay;

/** Compares what became of a call with what would. Confined to one thread. */
@FunctionalInterface
public interface Judge {
    /** Judges one call. */
    Judgement judge(RecordedCall call);
}
