package dev.turnpike.gateway;

import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.metrics.Meters;
import java.util.List;

/** Counts what becomes of the resources directory, and passes it on. */
record CountedReloads(Meters meters, ResourceWatcher next) implements ResourceWatcher {
    @Override
    public void applied(Change change) {
        meters.reload(/* applied= */ true);
        next.applied(change);
    }

    @Override
    public void refused(List<ConfigProblem> problems) {
        meters.reload(/* applied= */ false);
        next.refused(problems);
    }
}
