package dev.turnpike.gateway.webhook;

/**
 * What became of one try to deliver a message.
 *
 * @param status of the receiver's answer; 0 where there was none
 * @param retryAfterMillis how long the receiver asks to be left alone; 0 if it does not
 */
record Outcome(Kind kind, int status, long retryAfterMillis) {
    /** How a try ends. */
    enum Kind {
        /** The receiver has it. */
        DELIVERED("it has it"),
        /** The receiver does not want this message. */
        REJECTED("it does not want the message"),
        /** The receiver has trouble, or sends elsewhere. */
        FAILED("it cannot take the message"),
        TIMEOUT("it did not answer in time"),
        UNREACHABLE("it cannot be reached"),
        UNTRUSTED("its certificate is not trusted"),
        PRIVATE_ADDRESS("its name has an address that is not public; `allowPrivate` is not set"),
        UNCONFIGURED("its address or its secret is not usable at this node");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    static Outcome of(Kind kind) {
        return new Outcome(kind, 0, 0);
    }

    static Outcome answered(int status, long retryAfterMillis) {
        if (status >= 200 && status < 300) {
            return new Outcome(Kind.DELIVERED, status, 0);
        }
        boolean final4xx =
                status >= 400 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_EARLY && status != TOO_MANY;
        return new Outcome(final4xx ? Kind.REJECTED : Kind.FAILED, status, retryAfterMillis);
    }

    /** For people; names no address. */
    @Override
    public String toString() {
        return status == 0 ? kind.words : kind.words + " (status " + status + ")";
    }
}
