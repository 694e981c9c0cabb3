package dev.turnpike.loadtest.proof.load;

/** One call that needs a person, and what its agent and that person were told of it. */
final class Petition {
    private final long call;
    private final String text;
    private final String id;
    private State state = State.PENDING;

    /** @param id the approval that the agent was told of */
    Petition(long call, String text, String id) {
        this.call = call;
        this.text = text;
        this.id = id;
    }

    /** The last that was acknowledged. */
    enum State {
        PENDING,
        APPROVED,
        DENIED,
        USED,
        /** A decision or a use was tried, and nobody knows what became of it. */
        UNKNOWN
    }

    long call() {
        return call;
    }

    String text() {
        return text;
    }

    String id() {
        return id;
    }

    State state() {
        return state;
    }

    void state(State now) {
        state = now;
    }

    /** Whether an approval in that state, as the admin API calls it, breaks what was acknowledged. */
    boolean isBrokenBy(String found) {
        return switch (state) {
            case PENDING -> !found.equals("pending");
            case APPROVED -> !found.equals("approved");
            case DENIED -> !found.equals("denied");
            case USED -> !found.equals("used");
            case UNKNOWN -> found.isEmpty();
        };
    }
}
