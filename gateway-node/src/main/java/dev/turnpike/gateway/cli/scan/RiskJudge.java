package dev.turnpike.gateway.cli.scan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.Finding.Choice;
import dev.turnpike.gateway.cli.scan.Finding.Signal;
import dev.turnpike.gateway.cli.scan.Finding.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges tools by name, input schema and hints; the worst signal counts. Hints are claims of a server that nobody
 * vouches for: they raise a risk, or fill in where name and schema say nothing, and never lower one.
 */
final class RiskJudge {
    private static final Set<String> CHOOSING =
            Set.of("action", "operation", "op", "method", "mode", "command", "verb");
    private static final Set<String> CODE = Set.of("command", "cmd", "script", "sql", "shell", "bash");
    private static final Set<String> WHOLE_CODE = Set.of("code", "program", "statement", "statements");
    private static final Set<String> AMOUNTS = Set.of("amount", "price", "total");

    private RiskJudge() {}

    static Finding judge(Tool tool) {
        List<Signal> signals = new ArrayList<>();
        Optional<Vocabulary.Verdict> name = Vocabulary.judge(Words.of(tool.name()));
        name.ifPresent(verdict -> signals.add(
                new Signal(verdict.risk(), Source.NAME, "the name says `" + PlainText.of(verdict.word()) + "`")));
        List<Choice> choices = new ArrayList<>();
        tool.inputSchema().path("properties").properties().forEach(property -> {
            Schema schema = new Schema(property.getKey(), property.getValue());
            schema.code().ifPresent(signals::add);
            schema.choice(signals).ifPresent(choices::add);
        });
        Optional<String> amount = amount(tool, name, signals);
        hints(tool, signals);
        return new Finding(tool, signals, choices.size() == 1 ? Optional.of(choices.get(0)) : Optional.empty(), amount);
    }

    private static void hints(Tool tool, List<Signal> signals) {
        if (tool.claims("destructiveHint") && !tool.claims("readOnlyHint")) {
            signals.add(new Signal(Risk.DESTRUCTIVE, Source.HINT, "the server says `destructiveHint`"));
        }
        if (signals.isEmpty()) {
            signals.add(
                    tool.claims("readOnlyHint")
                            ? new Signal(Risk.READ, Source.HINT, "the server says `readOnlyHint`")
                            : new Signal(Risk.WRITE, Source.NOTHING, "nothing says that it only reads"));
        }
    }

    /** An amount is money if a currency stands beside it, or if the tool is about money; never in a tool that reads. */
    private static Optional<String> amount(Tool tool, Optional<Vocabulary.Verdict> name, List<Signal> signals) {
        if (name.filter(verdict -> verdict.risk() == Risk.READ).isPresent()) {
            return Optional.empty();
        }
        JsonNode properties = tool.inputSchema().path("properties");
        Optional<String> amount = properties.properties().stream()
                .filter(property -> Words.of(property.getKey()).stream().anyMatch(AMOUNTS::contains)
                        && Set.of("number", "integer")
                                .contains(property.getValue().path("type").asText()))
                .map(Map.Entry::getKey)
                .findFirst();
        boolean currency = properties.properties().stream()
                .anyMatch(property -> Words.of(property.getKey()).contains("currency"));
        if (amount.isPresent() && currency) {
            signals.add(new Signal(Risk.FINANCIAL, Source.SCHEMA, "it takes an amount and a currency"));
        }
        return amount.filter(argument -> isRequired(tool, argument));
    }

    private static boolean isRequired(Tool tool, String argument) {
        for (JsonNode required : tool.inputSchema().path("required")) {
            if (required.asText().equals(argument)) {
                return true;
            }
        }
        return false;
    }

    /** One argument's part of the input schema. */
    private record Schema(String argument, JsonNode node) {
        Optional<Signal> code() {
            List<String> words = Words.of(argument);
            boolean code =
                    words.stream().anyMatch(CODE::contains) || (words.size() == 1 && WHOLE_CODE.contains(words.get(0)));
            return code && node.path("type").asText("string").equals("string") && values().isEmpty()
                    ? Optional.of(new Signal(
                            Risk.EXECUTE,
                            Source.SCHEMA,
                            "it runs what argument `" + PlainText.of(argument) + "` holds"))
                    : Optional.empty();
        }

        /** Adds what each value says; answers with the choice if some values destroy and some do not. */
        Optional<Choice> choice(List<Signal> signals) {
            List<String> destructive = new ArrayList<>();
            List<String> others = new ArrayList<>();
            List<String> words = Words.of(argument);
            boolean chooses = !words.isEmpty() && CHOOSING.contains(words.get(words.size() - 1));
            Map<Risk, List<String>> said = new EnumMap<>(Risk.class);
            for (String value : chooses ? values() : List.<String>of()) {
                Optional<Risk> risk = Vocabulary.judge(Words.of(value)).map(Vocabulary.Verdict::risk);
                (risk.equals(Optional.of(Risk.DESTRUCTIVE)) ? destructive : others).add(value);
                risk.ifPresent(found ->
                        said.computeIfAbsent(found, none -> new ArrayList<>()).add("`" + PlainText.of(value) + "`"));
            }
            said.forEach((risk, values) -> signals.add(new Signal(
                    risk,
                    Source.SCHEMA,
                    "argument `" + PlainText.of(argument) + "` can be " + String.join(" or ", values))));
            return destructive.isEmpty() || others.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Choice(argument, destructive, others));
        }

        /** The fixed values, as {@code enum} or as alternatives that each have some. */
        private List<String> values() {
            List<String> values = new ArrayList<>();
            collect(node, values);
            node.path("anyOf").forEach(part -> collect(part, values));
            node.path("oneOf").forEach(part -> collect(part, values));
            return values;
        }

        private static void collect(JsonNode part, List<String> values) {
            part.path("enum").forEach(value -> {
                if (value.isTextual()) {
                    values.add(value.asText());
                }
            });
            if (part.path("const").isTextual()) {
                values.add(part.path("const").asText());
            }
        }
    }
}
