package dev.turnpike.loadtest.proof.judge;

/**
 * What a counter had forgotten when its cluster came back after all nodes had died.
 *
 * @param crashMillis when they died
 * @param micros spent before, and not counted any more
 * @param millis before the crash, when the first of them was spent
 */
public record Loss(long crashMillis, long micros, long millis) {}
