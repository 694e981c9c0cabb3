package dev.turnpike.loadtest.proof.judge;

/**
 * One call as its agent saw it.
 *
 * @param call unique among all calls, retries included
 * @param retry whether it repeats a call that failed
 */
public record Sent(
        long call, String grant, long micros, long sentMillis, long answeredMillis, Answer answer, boolean retry) {
    long waitMillis() {
        return answeredMillis - sentMillis;
    }
}
