package dev.turnpike.clusterstate;

/**
 * What a node's clock shows, in epoch milliseconds, clamped as {@link Window} does.
 *
 * @param clockMillis what it shows; tells callers how long to wait
 * @param latestMillis the latest that it has shown; decides which windows are meant
 */
public record Moment(long clockMillis, long latestMillis) {
    public Moment {
        clockMillis = Window.clamp(clockMillis);
        latestMillis = Math.max(clockMillis, Window.clamp(latestMillis));
    }

    /** The moment of a clock that never stepped back. */
    public static Moment of(long clockMillis) {
        return new Moment(clockMillis, clockMillis);
    }
}
