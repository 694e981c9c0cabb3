package dev.turnpike.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code turnpike grant enable}. */
@Command(name = "enable", description = "Makes a disabled grant good again.", mixinStandardHelpOptions = true)
final class GrantEnable implements Callable<Integer> {
    @Mixin
    private GrantOptions grant;

    @Override
    public Integer call() {
        return grant.done(
                grant.with(client -> client.change(grant.name(), document -> document.put("disabled", false))),
                "enabled");
    }
}
