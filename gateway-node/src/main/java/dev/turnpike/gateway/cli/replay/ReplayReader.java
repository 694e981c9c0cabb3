package dev.turnpike.gateway.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnpike.gateway.audit.trail.LineReader;
import dev.turnpike.gateway.audit.values.KeptValues;
import dev.turnpike.gateway.cli.replay.Judgement.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Judges the calls of audit files, one after the other; holds their sums and some examples. */
public final class ReplayReader {
    private static final String DROPPED = "dropped";

    static final String OTHER_TOOLS = "(other tools)";

    private static final int MOST_ROWS = 2_000;
    private static final int MOST_RULES = 5;
    private static final int MOST_EXAMPLES = 3;
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);

    private final Predicate<JsonNode> filter;
    private final KeptValues values;
    private final Judge judge;
    private final Map<Effect, Long> effects = new EnumMap<>(Effect.class);
    private final Map<Key, Sum> sums = new HashMap<>();
    private long beyondRules;
    private long unreadable;
    private long dropped;
    private String from = "";
    private String to = "";

    private record Key(String tool, Effect effect, String before, String after) {}

    private static final class Sum {
        private long count;
        private final Set<String> rules = new LinkedHashSet<>();
        private final List<RecordedCall> examples = new ArrayList<>();
    }

    private ReplayReader(Predicate<JsonNode> filter, KeptValues values, Judge judge) {
        this.filter = filter;
        this.values = values;
        this.judge = judge;
    }

    /**
     * Reads all of {@code files}.
     *
     * @param filter which lines count
     * @param values those of arguments, as far as they are kept
     */
    public static ReplayReport read(List<Path> files, Predicate<JsonNode> filter, KeptValues values, Judge judge)
            throws IOException {
        ReplayReader reader = new ReplayReader(filter, values, judge);
        for (Path file : files) {
            LineReader.read(file, reader::take);
        }
        return reader.report();
    }

    private void take(byte[] bytes, int start, int end, boolean whole) {
        JsonNode line;
        try {
            line = JSON.readTree(bytes, start, end - start);
        } catch (IOException broken) {
            unreadable++;
            return;
        }
        if (!line.isObject()) {
            unreadable++;
        } else if (line.path("type").asText().equals(DROPPED)) {
            dropped += line.path("records").asLong();
        } else if (filter.test(line)) {
            RecordedCall.of(line, values.of(line)).ifPresent(this::take);
        }
    }

    private void take(RecordedCall call) {
        Judgement judgement = judge.judge(call);
        effects.merge(judgement.effect(), 1L, Long::sum);
        beyondRules += call.beyondRules() ? 1 : 0;
        from = from.isEmpty() || call.time().compareTo(from) < 0 ? call.time() : from;
        to = call.time().compareTo(to) > 0 ? call.time() : to;
        if (judgement.effect() != Effect.UNCHANGED) {
            add(call, judgement);
        }
    }

    /** Names that callers invent may be many. */
    private void add(RecordedCall call, Judgement judgement) {
        Key key = key(call.tool(), judgement);
        boolean fits = sums.size() < MOST_ROWS || sums.containsKey(key);
        Sum sum = sums.computeIfAbsent(fits ? key : key(OTHER_TOOLS, judgement), first -> new Sum());
        sum.count++;
        for (String rule : judgement.rules()) {
            if (sum.rules.size() < MOST_RULES) {
                sum.rules.add(rule);
            }
        }
        if (sum.examples.size() < MOST_EXAMPLES) {
            sum.examples.add(call);
        }
    }

    private static Key key(String tool, Judgement judgement) {
        return new Key(tool, judgement.effect(), judgement.before(), judgement.after());
    }

    private ReplayReport report() {
        long changed = effects.getOrDefault(Effect.CHANGED, 0L);
        long undecidable = effects.getOrDefault(Effect.UNDECIDABLE, 0L);
        long unchanged = effects.getOrDefault(Effect.UNCHANGED, 0L);
        return new ReplayReport(
                changed + undecidable + unchanged,
                unchanged,
                changed,
                undecidable,
                beyondRules,
                unreadable,
                dropped,
                from,
                to,
                sums.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(ReplayReport.Row::effect)
                                .thenComparing(Comparator.comparingLong(ReplayReport.Row::count)
                                        .reversed())
                                .thenComparing(ReplayReport.Row::tool)
                                .thenComparing(ReplayReport.Row::before)
                                .thenComparing(ReplayReport.Row::after))
                        .toList());
    }

    private static ReplayReport.Row row(Key key, Sum sum) {
        return new ReplayReport.Row(
                key.tool(), key.effect(), key.before(), key.after(), sum.count, sum.rules, sum.examples);
    }
}
