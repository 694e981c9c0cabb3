package dev.turnpike.clusterstate;

/** How a counter's window moves. */
public enum Algorithm {
    /** Windows aligned to the calendar in UTC; the count starts at zero with each. */
    FIXED,
    /** Never more than the maximum in any window of that length; capacity returns at most 1/60 of a window late. */
    SLIDING
}
