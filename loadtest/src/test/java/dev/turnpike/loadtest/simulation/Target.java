package dev.turnpike.loadtest.simulation;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a simulation calls: nodes of its own, or those that run already. */
interface Target extends AutoCloseable {
    /**
     * Opens the one that the parameters name.
     *
     * @param grants how many are to call
     * @param limit how many calls of the tool {@code limited} each is to have
     */
    static Target open(int grants, int limit) {
        Parameter.refuseUnknown();
        return Parameter.URL.text().isPresent() ? RunningTarget.open(grants, limit) : LocalTarget.open(grants, limit);
    }

    /** Where calls go, in turns. */
    List<String> urls();

    /** The grants' tokens. */
    List<String> tokens();

    /** How many calls of the tool {@code limited} a grant has left, if that is known. */
    OptionalInt limit();

    /** How many calls have reached the upstream, if it counts. */
    OptionalLong reached();

    @Override
    void close();
}
