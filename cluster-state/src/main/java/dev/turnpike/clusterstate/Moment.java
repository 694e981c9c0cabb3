package dev.turnpike.clusterstate;

/**
 * What a node's clock shows, in epoch milliseconds, clamped as {@link Window} does; and since when it is known what was
 * spent.
 *
 * @param clockMillis what it shows; tells callers how long to wait
 * @param latestMillis the latest that it has shown; decides which windows are meant
 * @param knownSinceMillis before this, spends may have been forgotten: windows that began earlier count as spent
 */
public record Moment(long clockMillis, long latestMillis, long knownSinceMillis) {
    /** Nothing was ever forgotten. */
    public static final long ALWAYS = Long.MIN_VALUE;

    public Moment {
        clockMillis = Window.clamp(clockMillis);
        latestMillis = Math.max(clockMillis, Window.clamp(latestMillis));
        knownSinceMillis = knownSinceMillis == ALWAYS ? ALWAYS : Window.clamp(knownSinceMillis);
    }

    /** A moment before which nothing was forgotten. */
    public Moment(long clockMillis, long latestMillis) {
        this(clockMillis, latestMillis, ALWAYS);
    }

    /** The moment of a clock that never stepped back. */
    public static Moment of(long clockMillis) {
        return new Moment(clockMillis, clockMillis);
    }

    /** This moment, where somebody has seen a time already that may be later, and knows of spends only since another. */
    Moment seenBy(long seenMillis, long sinceMillis) {
        return new Moment(clockMillis, Math.max(latestMillis, seenMillis), Math.max(knownSinceMillis, sinceMillis));
    }
}
