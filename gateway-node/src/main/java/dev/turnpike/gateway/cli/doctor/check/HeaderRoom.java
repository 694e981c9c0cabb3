package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.BalancerReport;
import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;

/** Whether what is in front of the nodes takes headers as long as they do. */
public final class HeaderRoom implements Check {
    @Override
    public String name() {
        return "headers";
    }

    @Override
    public String expects() {
        return "headers that the nodes take pass the balancer";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.balancer().isEmpty()) {
            return new Verdict.NotChecked("give the URL that agents have with `--agents`");
        }
        BalancerReport balancer = subject.balancer().get();
        int plain = balancer.plain().status();
        int status = balancer.longHeaders().status();
        if (plain == 0) {
            return new Verdict.NotChecked(balancer.url() + " does not answer");
        }
        return status == plain
                ? new Verdict.Ok(balancer.headerBytes() / 1024 + " KiB of headers pass")
                : new Verdict.Warning(
                        balancer.headerBytes() / 1024 + " KiB of headers, which the nodes take, are answered "
                                + (status == 0 ? "by a closed connection" : Integer.toString(status)),
                        "raise what the balancer takes (`tune.bufsize` of HAProxy, `large_client_header_buffers` of"
                                + " nginx)");
    }
}
