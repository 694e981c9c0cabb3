package dev.turnpike.gateway.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A policy document that was read without an error, before it is compiled. */
record Draft(boolean shadow, boolean allowsOthers, List<String> hide, ToolEntry all, List<ToolEntry> tools) {

    Policy compile() {
        Map<String, Rules> exact = new HashMap<>();
        Map<String, Rules> globs = new HashMap<>();
        for (ToolEntry tool : tools) {
            (Glob.isGlob(tool.name()) ? globs : exact).put(tool.name(), tool.with(all));
        }
        Map<String, Rules> hidingGlobs = new HashMap<>();
        for (String name : hide) {
            (Glob.isGlob(name) ? hidingGlobs : exact).put(name, hiddenBy(name));
        }
        GlobIndex<Rules> hiding = new GlobIndex<>(hidingGlobs);
        exact.replaceAll((name, rules) -> {
            Rules hidden = hiding.find(name);
            return hidden == null ? rules : hidden;
        });
        return new Policy(shadow, exact, hiding, new GlobIndex<>(globs), others(), limits());
    }

    private List<Limit> limits() {
        return Stream.concat(Stream.of(all), tools.stream())
                .flatMap(entry -> entry.limits().stream())
                .map(Charging::limit)
                .toList();
    }

    private Rules others() {
        return allowsOthers ? ToolEntry.none("(default allow)").with(all) : Refusing.UNLISTED;
    }

    private static Rules hiddenBy(String name) {
        return Refusing.hidden("`hide` has `" + Entry.shown(name) + "`");
    }
}
