package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Configured;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;

/** Whether other users of the machine can read secrets. */
public final class SecretFiles implements Check {
    @Override
    public String name() {
        return "secret-files";
    }

    @Override
    public String expects() {
        return "files of secrets are readable for the node's user alone";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.configured().isEmpty()) {
            return new Verdict.NotChecked("the settings are not at hand");
        }
        Configured settings = subject.configured().get();
        return settings.readableFiles().isEmpty()
                ? new Verdict.Ok("no file of a secret is readable for others")
                : new Verdict.Warning(
                        "other users of this machine can read " + String.join(", ", settings.readableFiles()),
                        "`chmod o= FILE`");
    }
}
