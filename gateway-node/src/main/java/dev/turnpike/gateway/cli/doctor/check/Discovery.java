package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Configured;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.config.NodeConfig;

/** Whether a node that is configured would find the others. */
public final class Discovery implements Check {
    @Override
    public String name() {
        return "discovery";
    }

    @Override
    public String expects() {
        return "the names of the other nodes have addresses";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.configured().isEmpty()) {
            return new Verdict.NotChecked("the settings are not at hand");
        }
        Configured settings = subject.configured().get();
        NodeConfig.Cluster cluster = settings.config().cluster();
        if (cluster.size() == 1) {
            return new Verdict.Ok("a node alone looks for no others");
        }
        if (!settings.unknownNames().isEmpty()) {
            return new Verdict.Problem(
                    "no address is known for " + String.join(", ", settings.unknownNames()),
                    "mend `members` or `member-dns`, or the DNS; a headless service of Kubernetes needs"
                            + " `publishNotReadyAddresses: true`");
        }
        return new Verdict.Ok(cluster.memberDns()
                .map(name -> "`" + name + "` has addresses")
                .orElse("every one of `members` has an address"));
    }
}
