package dev.turnpike.gateway.audit.trail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the writer of an audit file says about the file itself: lines in the same chain, among the records. */
public sealed interface Mark {
    /** The types of these lines. */
    Set<String> KINDS = Set.of("chain", "checkpoint", "torn", "dropped", "discarded");

    /** The line's {@code type}. */
    String kind();

    <T> T fold(
            Function<Head, T> head,
            Function<Checkpoint, T> checkpoint,
            Function<Torn, T> torn,
            Function<Dropped, T> dropped,
            Function<Discarded, T> discarded);

    /** It as the first line of a file; empty if it is another. */
    default Optional<Head> head() {
        return Optional.empty();
    }

    /**
     * The first line of a file. Where no file came before, its {@code prev} is random.
     *
     * @param node who writes
     * @param chain names the chain; the same in all its files
     * @param file the file's number in its chain, from 1
     * @param continues name of the file before; empty for the first
     * @param setAside name of a file that was found in place of this one and could not be continued; usually empty
     */
    record Head(String node, String chain, long file, String continues, String setAside) implements Mark {
        @Override
        public String kind() {
            return "chain";
        }

        @Override
        public Optional<Head> head() {
            return Optional.of(this);
        }

        @Override
        public <T> T fold(
                Function<Head, T> head,
                Function<Checkpoint, T> checkpoint,
                Function<Torn, T> torn,
                Function<Dropped, T> dropped,
                Function<Discarded, T> discarded) {
            return head.apply(this);
        }
    }

    /**
     * Whoever keeps its hash elsewhere can prove later that no line before it is missing.
     *
     * @param lines of the file so far, this one included
     */
    record Checkpoint(Reason reason, long lines) implements Mark {
        /** Why it was written. */
        public enum Reason {
            /** It was time. */
            PERIODIC,
            /** A writer went on with the file. */
            START,
            /** The writer was stopped. */
            STOP,
            /** The file is full: the chain goes on in the next one. */
            ROTATE
        }

        @Override
        public String kind() {
            return "checkpoint";
        }

        @Override
        public <T> T fold(
                Function<Head, T> head,
                Function<Checkpoint, T> checkpoint,
                Function<Torn, T> torn,
                Function<Dropped, T> dropped,
                Function<Discarded, T> discarded) {
            return checkpoint.apply(this);
        }
    }

    /**
     * The line before was not written to its end: the writer died. It is in no chain.
     *
     * @param bytes its length
     * @param sha256 of its bytes; base64url
     */
    record Torn(long bytes, String sha256) implements Mark {
        @Override
        public String kind() {
            return "torn";
        }

        @Override
        public <T> T fold(
                Function<Head, T> head,
                Function<Checkpoint, T> checkpoint,
                Function<Torn, T> torn,
                Function<Dropped, T> dropped,
                Function<Discarded, T> discarded) {
            return torn.apply(this);
        }
    }

    /** About here so many records could not be written. */
    record Dropped(long records) implements Mark {
        @Override
        public String kind() {
            return "dropped";
        }

        @Override
        public <T> T fold(
                Function<Head, T> head,
                Function<Checkpoint, T> checkpoint,
                Function<Torn, T> torn,
                Function<Dropped, T> dropped,
                Function<Discarded, T> discarded) {
            return dropped.apply(this);
        }
    }

    /** The writer deleted its oldest file, because only so many are kept. */
    record Discarded(String file) implements Mark {
        @Override
        public String kind() {
            return "discarded";
        }

        @Override
        public <T> T fold(
                Function<Head, T> head,
                Function<Checkpoint, T> checkpoint,
                Function<Torn, T> torn,
                Function<Dropped, T> dropped,
                Function<Discarded, T> discarded) {
            return discarded.apply(this);
        }
    }

    /** Reads the line, each byte as a character; empty if it is none of these. */
    static Optional<Mark> read(String kind, String line) {
        if (!KINDS.contains(kind)) {
            return Optional.empty();
        }
        try {
            JsonNode json = Lines.JSON.readTree(line.getBytes(StandardCharsets.ISO_8859_1));
            return switch (kind) {
                case "chain" ->
                    Optional.of(new Head(
                            json.path("node").asText(),
                            json.path("chain").asText(),
                            json.path("file").asLong(),
                            json.path("continues").asText(),
                            json.path("set_aside").asText()));
                case "checkpoint" ->
                    reason(json.path("reason").asText())
                            .map(reason ->
                                    new Checkpoint(reason, json.path("lines").asLong()));
                case "torn" ->
                    Optional.of(new Torn(
                            json.path("bytes").asLong(), json.path("sha256").asText()));
                case "dropped" -> Optional.of(new Dropped(json.path("records").asLong()));
                default -> Optional.of(new Discarded(json.path("discarded").asText()));
            };
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Checkpoint.Reason> reason(String text) {
        for (Checkpoint.Reason reason : Checkpoint.Reason.values()) {
            if (reason.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    /** Reads these few lines. */
    final class Lines {
        private static final ObjectMapper JSON = new ObjectMapper();

        private Lines() {}
    }
}
