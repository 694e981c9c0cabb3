package dev.turnpike.gateway.cli.doctor;

import dev.turnpike.gateway.cli.doctor.check.AgentUrl;
import dev.turnpike.gateway.cli.doctor.check.AuditFileSpace;
import dev.turnpike.gateway.cli.doctor.check.Certificates;
import dev.turnpike.gateway.cli.doctor.check.Clocks;
import dev.turnpike.gateway.cli.doctor.check.ClusterSize;
import dev.turnpike.gateway.cli.doctor.check.Copies;
import dev.turnpike.gateway.cli.doctor.check.Discovery;
import dev.turnpike.gateway.cli.doctor.check.Documents;
import dev.turnpike.gateway.cli.doctor.check.EventStreams;
import dev.turnpike.gateway.cli.doctor.check.HeaderRoom;
import dev.turnpike.gateway.cli.doctor.check.JavaVersion;
import dev.turnpike.gateway.cli.doctor.check.ManagementPortOpen;
import dev.turnpike.gateway.cli.doctor.check.MemberPortOpen;
import dev.turnpike.gateway.cli.doctor.check.Memory;
import dev.turnpike.gateway.cli.doctor.check.NodesAnswer;
import dev.turnpike.gateway.cli.doctor.check.NodesReady;
import dev.turnpike.gateway.cli.doctor.check.OpenFiles;
import dev.turnpike.gateway.cli.doctor.check.Processors;
import dev.turnpike.gateway.cli.doctor.check.Quorum;
import dev.turnpike.gateway.cli.doctor.check.RegistryRevision;
import dev.turnpike.gateway.cli.doctor.check.SecretFiles;
import dev.turnpike.gateway.cli.doctor.check.SettingsAlike;
import dev.turnpike.gateway.cli.doctor.check.StoreReached;
import dev.turnpike.gateway.cli.doctor.check.Tokens;
import dev.turnpike.gateway.cli.doctor.check.Versions;
import java.util.List;

/** Every check there is, in the order of the list that people read. */
public final class Checks {
    public static final List<Check> ALL = List.of(
            new NodesAnswer(),
            new NodesReady(),
            new ClusterSize(),
            new Quorum(),
            new Copies(),
            new Versions(),
            new SettingsAlike(),
            new RegistryRevision(),
            new Clocks(),
            new MemberPortOpen(),
            new ManagementPortOpen(),
            new Discovery(),
            new Documents(),
            new Tokens(),
            new SecretFiles(),
            new StoreReached(),
            new AuditFileSpace(),
            new OpenFiles(),
            new Memory(),
            new Processors(),
            new JavaVersion(),
            new Certificates(),
            new AgentUrl(),
            new HeaderRoom(),
            new EventStreams());

    private Checks() {}
}
