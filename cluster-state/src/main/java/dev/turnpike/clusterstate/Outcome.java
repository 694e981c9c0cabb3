package dev.turnpike.clusterstate;

/** What became of a call that spent. */
public enum Outcome {
    /** It ran, or may have: what it spent stays spent. */
    RAN,
    /** It surely did not run: what it spent goes back to the windows it came from. */
    DID_NOT_RUN
}
