package dev.turnpike.loadtest.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether an alert fired when it should.
 *
 * @param after how long after the trouble began; empty if it never did
 * @param summary what it told people
 */
record Sighting(String alert, String trouble, Optional<Duration> after, String summary) {}
