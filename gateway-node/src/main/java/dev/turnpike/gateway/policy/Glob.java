package dev.turnpike.gateway.policy;

import java.util.Comparator;
import java.util.List;

/** A tool name with {@code *} for any characters, also none. */
record Glob(String text, List<String> literals) {
    /** The better match first: the longer glob, then the one with fewer stars, then by alphabet. */
    static final Comparator<Glob> PRECEDENCE = Comparator.comparingInt((Glob glob) -> -glob.text.length())
            .thenComparingInt(glob -> glob.literals.size())
            .thenComparing(Glob::text);

    Glob {
        literals = List.copyOf(literals);
    }

    static boolean isGlob(String name) {
        return name.indexOf('*') >= 0;
    }

    static Glob of(String text) {
        return new Glob(text, List.of(text.split("\\*", -1)));
    }

    String prefix() {
        return literals.get(0);
    }

    String suffix() {
        return literals.get(literals.size() - 1);
    }

    boolean matches(String name) {
        if (literals.size() == 1) {
            return name.equals(text);
        }
        if (!name.startsWith(prefix())
                || !name.endsWith(suffix())
                || name.length() < prefix().length() + suffix().length()) {
            return false;
        }
        int at = prefix().length();
        int end = name.length() - suffix().length();
        for (String literal : literals.subList(1, literals.size() - 1)) {
            int found = name.indexOf(literal, at);
            if (found < 0 || found + literal.length() > end) {
                return false;
            }
            at = found + literal.length();
        }
        return true;
    }
}
