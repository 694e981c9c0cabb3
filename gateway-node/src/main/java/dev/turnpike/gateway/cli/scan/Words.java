package dev.turnpike.gateway.cli.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words that an identifier is made of: {@code deleteFlow_logs} is delete, flow, logs. */
final class Words {
    private static final Pattern EDGE =
            Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private Words() {}

    static List<String> of(String identifier) {
        List<String> words = new ArrayList<>();
        for (String word : EDGE.split(identifier, /* limit= */ -1)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }
}
