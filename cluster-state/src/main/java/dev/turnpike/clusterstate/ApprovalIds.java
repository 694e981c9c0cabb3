package dev.turnpike.clusterstate;

import java.security.SecureRandom;

/** Ids of approvals: short enough to type, and not to be guessed (75 random bits). Thread-safe. */
public final class ApprovalIds {
    /** Digits and lower-case letters that nobody takes for another. */
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int LENGTH = 15;

    private final SecureRandom random = new SecureRandom();

    /** An id that begins with that letter. */
    public String next(char first) {
        StringBuilder id = new StringBuilder(1 + LENGTH).append(first);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
