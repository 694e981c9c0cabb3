package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the callers with one grant may do, compiled. Immutable and thread-safe; never blocks, reads no clock. A judgement
 * takes the same time whatever the number of tools.
 */
public final class Policy {
    private static final Policy NONE = new Policy(
            /* shadow= */ false, Map.of(), GlobIndex.none(), GlobIndex.none(), Refusing.NO_POLICY, List.of());

    private final boolean shadow;
    private final Map<String, Rules> exact;
    private final GlobIndex<Rules> hiding;
    private final GlobIndex<Rules> globs;
    private final Rules others;
    private final List<Limit> limits;

    /**
     * @param exact by tool name; a name that is hidden in any way is bound to rules that hide it
     * @param hiding by glob: rules that hide
     * @param globs by glob
     * @param others for tools that nothing matches
     * @param limits of all of them
     */
    Policy(
            boolean shadow,
            Map<String, Rules> exact,
            GlobIndex<Rules> hiding,
            GlobIndex<Rules> globs,
            Rules others,
            List<Limit> limits) {
        this.shadow = shadow;
        this.exact = Map.copyOf(exact);
        this.hiding = hiding;
        this.globs = globs;
        this.others = others;
        this.limits = List.copyOf(limits);
    }

    /** The policy of a grant that has none: everything is denied. */
    public static Policy none() {
        return NONE;
    }

    /**
     * Judges one call.
     *
     * @param tool the tool's name, exactly as called
     * @param arguments an object; an empty one for a call without arguments. Its decimals must have been parsed as
     *     decimals: a double has already lost digits
     */
    public Decision decide(String tool, JsonNode arguments) {
        return decide(tool, () -> arguments);
    }

    /**
     * Judges one call as {@link #decide(String, JsonNode)} does.
     *
     * @param arguments asked only by rules that read them, and anew by each; must give the same every time
     */
    public Decision decide(String tool, Supplier<? extends JsonNode> arguments) {
        return rules(tool).judge(tool, arguments, Trace.NONE);
    }

    /** The same judgement as {@link #decide(String, JsonNode)}, with every step of it. */
    public Explanation explain(String tool, JsonNode arguments) {
        Trace.Recording trace = new Trace.Recording();
        Decision decision = rules(tool).judge(tool, () -> arguments, trace);
        return new Explanation(decision, trace.steps());
    }

    /**
     * What may come of a call of which only the names of the arguments are known, limits aside. Where every value of
     * theirs leads to one answer, that is the one.
     */
    public Forecast foresee(String tool, ArgumentNames names) {
        return rules(tool).foresee(names);
    }

    /** What comes of a call whose arguments are known, limits aside. */
    public Forecast foresee(String tool, JsonNode arguments) {
        return decide(tool, arguments)
                .fold(
                        allow -> Forecast.of(Forecast.Answer.ALLOW, "(allowed)"),
                        deny -> Forecast.of(
                                deny.refusal().code() == Code.HIDDEN ? Forecast.Answer.HIDE : Forecast.Answer.DENY,
                                deny.refusal().rule()),
                        ask -> Forecast.of(Forecast.Answer.ASK, ask.refusal().rule()));
    }

    /** Whether the document names the tool itself, rather than by a glob or not at all. */
    public boolean names(String tool) {
        return exact.containsKey(tool);
    }

    /** Whether the tool appears in tool lists; under a shadow policy every tool does. */
    public boolean shows(String tool) {
        return shadow || rules(tool).shown();
    }

    /** All limits that it names, whatever they are for. */
    public List<Limit> limits() {
        return limits;
    }

    /** Whether decisions are only recorded, and every call is forwarded. */
    public boolean shadow() {
        return shadow;
    }

    private Rules rules(String tool) {
        Rules found = exact.get(tool);
        if (found == null) {
            found = hiding.find(tool);
        }
        if (found == null) {
            found = globs.find(tool);
        }
        return found == null ? others : found;
    }
}
