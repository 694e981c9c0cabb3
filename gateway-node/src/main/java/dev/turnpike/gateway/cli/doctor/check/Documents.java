package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Configured;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;

/** Whether a node that is configured could read what it needs. */
public final class Documents implements Check {
    @Override
    public String name() {
        return "documents";
    }

    @Override
    public String expects() {
        return "operators, servers, policies and grants can be read, with the secrets that they refer to";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.configured().isEmpty()) {
            return new Verdict.NotChecked("the settings are not at hand");
        }
        Configured settings = subject.configured().get();
        if (!settings.unusable().isEmpty()) {
            int more = settings.unusable().size() - 1;
            return new Verdict.Problem(
                    settings.unusable().get(0) + (more == 0 ? "" : "; and " + more + " more"),
                    "mend it: a node does not start with it, unless the cluster already has what is missing here");
        }
        return new Verdict.Ok(
                settings.config().resources().isPresent()
                        ? settings.documents() + " documents, all of them good"
                        : "no directory of documents; they are applied later");
    }
}
