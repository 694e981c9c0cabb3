package dev.turnpike.gateway.pipeline;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When the clients of held calls get signs of life. Those of calls that began together do not come together for ever:
 * thousands at once would hold up the event loop. Confined to that.
 *
 * @param every between two; they come up to a second later
 */
record KeepAlive(Deadlines deadlines, Duration every) {
    /** The second sign of a call comes earlier, by up to this part of the time. */
    private static final int SPREAD = 4;

    /** After the first sign. */
    Deadlines.Deadline second(Runnable sign) {
        long earlier = ThreadLocalRandom.current().nextLong(every.toSeconds() / SPREAD + 1);
        return deadlines.about(every.minusSeconds(earlier), sign);
    }

    /** After any other. */
    Deadlines.Deadline next(Runnable sign) {
        return deadlines.about(every, sign);
    }
}
