package dev.turnpike.gateway;

import dev.turnpike.gateway.audit.ArgumentsDigest;
import dev.turnpike.gateway.audit.AuditExport;
import dev.turnpike.gateway.audit.AuditFile;
import dev.turnpike.gateway.audit.AuditLog;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.audit.DigestKey;
import dev.turnpike.gateway.audit.export.OtlpReceiver;
import dev.turnpike.gateway.audit.export.StreamReceiver;
import dev.turnpike.gateway.audit.values.ValueLog;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Setting;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.Pipeline;
import dev.turnpike.gateway.pipeline.ValueKeeper;
import dev.turnpike.gateway.trace.OtlpTracing;
import dev.turnpike.gateway.trace.Tracing;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A part of the composition root: what becomes of a node's audit records, and of the traces of its calls. */
final class Recordkeeping {
    private final NodeConfig config;
    private final Secrets secrets;
    private final Meters meters;
    private final Management.Opening parts;

    private Recordkeeping(NodeConfig config, Secrets secrets, Meters meters, Management.Opening parts) {
        this.config = config;
        this.secrets = secrets;
        this.meters = meters;
        this.parts = parts;
    }

    /**
     * Opens the file and what else gets records.
     *
     * @param decisions get every decision, too
     * @throws NodeStartException if something cannot be opened, or a secret is missing
     */
    static Pipeline.Recording open(
            NodeConfig config,
            Secrets secrets,
            Meters meters,
            InstantSource clock,
            List<AuditSink> decisions,
            Management.Opening parts) {
        Recordkeeping keeping = new Recordkeeping(config, secrets, meters, parts);
        return new Pipeline.Recording(
                AuditSink.all(keeping.sinks(decisions)),
                keeping.digests(),
                keeping.values(clock),
                keeping.tracing(),
                config.recording().beforeAnswer());
    }

    /** What records call the node. */
    static String nodeName(NodeConfig config) {
        NodeConfig.Cluster cluster = config.cluster();
        return cluster.nodeName().isEmpty()
                ? cluster.member().host() + ":" + cluster.member().port()
                : cluster.nodeName();
    }

    private List<AuditSink> sinks(List<AuditSink> decisions) {
        List<AuditSink> sinks = new ArrayList<>(decisions);
        config.audit().ifPresent(audit -> sinks.add(openAudit(audit)));
        NodeConfig.Export export = config.recording().export();
        switch (export.to()) {
            case NOBODY -> {}
            case STDOUT ->
                sinks.add(parts.opened(AuditExport.to(new StreamReceiver(System.out), "standard output", meters)));
            case COLLECTOR ->
                sinks.add(parts.opened(toCollector(export.collector().orElseThrow(), export.authorization())));
        }
        return sinks;
    }

    /** Secrets in files are rotated in place, so what authorizes is looked up for each request, and now, to see it fail. */
    private Supplier<Map<String, String>> authorized(Setting setting, Optional<SecretReference> authorization) {
        authorization.ifPresent(reference -> resolved(setting, reference));
        return () -> authorization
                .map(reference -> Map.of("Authorization", resolved(setting, reference)))
                .orElse(Map.of());
    }

    private AuditExport toCollector(URI collector, Optional<SecretReference> authorization) {
        Supplier<Map<String, String>> headers = authorized(Setting.AUDIT_EXPORT_AUTHORIZATION, authorization);
        return AuditExport.to(new OtlpReceiver(collector, nodeName(config), headers), collector.toString(), meters);
    }

    private Tracing tracing() {
        NodeConfig.Traces traces = config.traces();
        return traces.collector()
                .<Tracing>map(collector -> parts.opened(new OtlpTracing(
                        collector,
                        nodeName(config),
                        Node.VERSION,
                        traces.sample(),
                        authorized(Setting.TRACE_EXPORT_AUTHORIZATION, traces.authorization()),
                        meters)))
                .orElse(Tracing.OFF);
    }

    /** Values are kept beside the audit file, or nowhere. */
    private ValueKeeper values(InstantSource clock) {
        return config.audit()
                .map(audit -> parts.opened(ValueLog.open(audit.file(), meters::auditValuesDropped, clock)))
                .<ValueKeeper>map(log -> (time, how, arguments) -> log.keep(time, how.key(), how.days(), arguments))
                .orElse(ValueKeeper.NONE);
    }

    private ArgumentsDigest.Maker digests() {
        Setting setting = Setting.AUDIT_ARGUMENT_DIGESTS;
        return config.recording()
                .digestKey()
                .map(reference -> {
                    try {
                        return ArgumentsDigest.Maker.with(new DigestKey(resolved(setting, reference)));
                    } catch (IllegalArgumentException unusable) {
                        throw new NodeStartException(setting.key() + ": " + unusable.getMessage());
                    }
                })
                .orElse(ArgumentsDigest.Maker.NONE);
    }

    private String resolved(Setting setting, SecretReference reference) {
        try {
            return secrets.resolve(reference).reveal();
        } catch (SecretException missing) {
            throw new NodeStartException(setting.key() + ": " + missing.getMessage());
        }
    }

    private AuditFile openAudit(NodeConfig.Audit audit) {
        try {
            AuditFile file = parts.opened(AuditFile.open(
                    new AuditLog(
                            audit.file(),
                            audit.rotateBytes(),
                            audit.keep(),
                            audit.refuse() ? AuditLog.OnFull.REFUSE : AuditLog.OnFull.DROP,
                            nodeName(config)),
                    meters::auditDropped));
            meters.auditWritable(file::writable);
            return file;
        } catch (IOException e) {
            throw new NodeStartException("audit-file: `" + audit.file() + "` cannot be written: " + e.getMessage(), e);
        }
    }
}
