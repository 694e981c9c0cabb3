package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Configured;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;

/** Whether tokens can be guessed, or stand in our documentation. */
public final class Tokens implements Check {
    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public String expects() {
        return "tokens of operators and grants are random, and no examples";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.configured().isEmpty()) {
            return new Verdict.NotChecked("the settings are not at hand: nodes keep tokens only as digests");
        }
        Configured settings = subject.configured().get();
        if (!settings.weakTokens().isEmpty()) {
            return new Verdict.Problem(
                    String.join("; ", settings.weakTokens()),
                    "make new ones, such as `openssl rand -base64 32` or `turnpike grant rotate`");
        }
        boolean none = settings.config().admin().token().isEmpty()
                && settings.config().admin().operators().isEmpty();
        return none
                ? new Verdict.Warning(
                        "neither `operators` nor `admin-token` is set: every start makes another token of `admin`, and"
                                + " shows it on standard output",
                        "name the operators in a file")
                : new Verdict.Ok("those that can be read here are hard to guess");
    }
}
