package dev.turnpike.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code turnpike grant disable}. */
@Command(
        name = "disable",
        description = "Makes a grant void until it is enabled again.",
        mixinStandardHelpOptions = true)
final class GrantDisable implements Callable<Integer> {
    @Mixin
    private GrantOptions grant;

    @Override
    public Integer call() {
        return grant.done(
                grant.with(client -> client.change(grant.name(), document -> document.put("disabled", true))),
                "disabled");
    }
}
