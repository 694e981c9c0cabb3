package dev.turnpike.gateway.policy;

import dev.turnpike.gateway.policy.ArgumentPath.Segment;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code args.customer.name}, {@code args.items[*].price}, {@code args.items.0}, {@code args["a.b"]}. */
final class PathParser {
    private static final String ROOT = "args";
    private static final int LONGEST = 512;
    private static final int DEEPEST = 32;
    private static final int MOST_INDEX_DIGITS = 7;

    private final String text;
    private int at;

    private PathParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with a message for the author */
    static ArgumentPath parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("the path has more than " + LONGEST + " characters");
        }
        return new ArgumentPath(text, new PathParser(text).segments());
    }

    private List<Segment> segments() {
        if (!text.startsWith(ROOT + ".") && !text.startsWith(ROOT + "[")) {
            throw new IllegalArgumentException("a path starts with `args.`");
        }
        at = ROOT.length();
        List<Segment> segments = new ArrayList<>();
        while (at < text.length()) {
            segments.add(text.charAt(at) == '.' ? name() : bracket());
            if (segments.size() > DEEPEST) {
                throw new IllegalArgumentException("the path has more than " + DEEPEST + " levels");
            }
        }
        if (segments.get(0).isEach()) {
            throw new IllegalArgumentException("the arguments are an object, not a list, so `args[*]` names nothing");
        }
        return segments;
    }

    private Segment name() {
        int start = ++at;
        while (at < text.length() && ".[]\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(start, at);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name is missing after the dot at position " + start);
        }
        if (name.equals("*")) {
            throw new IllegalArgumentException("every element is written `[*]`, not `.*`");
        }
        return isIndex(name) ? new Segment(name, Integer.parseInt(name)) : new Segment(name, -1);
    }

    private Segment bracket() {
        if (text.charAt(at) != '[') {
            throw new IllegalArgumentException("expected `.` or `[` at position " + (at + 1));
        }
        at++;
        if (text.startsWith("\"", at)) {
            return new Segment(quoted(), -1);
        }
        int end = text.indexOf(']', at);
        String inner = end < 0 ? "" : text.substring(at, end);
        at = end + 1;
        if (inner.equals("*")) {
            return Segment.EACH;
        }
        if (!isIndex(inner)) {
            throw new IllegalArgumentException("between brackets stands `*`, a number or a name in double quotes");
        }
        return new Segment(inner, Integer.parseInt(inner));
    }

    private String quoted() {
        StringBuilder key = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            key.append(text.charAt(at));
        }
        if (!text.startsWith("\"]", at)) {
            throw new IllegalArgumentException("a quoted name ends with `\"]`");
        }
        at += 2;
        return key.toString();
    }

    private static boolean isIndex(String name) {
        return !name.isEmpty()
                && name.length() <= MOST_INDEX_DIGITS
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
