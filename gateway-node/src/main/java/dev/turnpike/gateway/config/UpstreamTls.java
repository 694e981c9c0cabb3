package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.tls.ClientTls;
import dev.turnpike.gateway.tls.ClientTlsFiles;
import dev.turnpike.gateway.tls.Identity;
import dev.turnpike.gateway.tls.PemException;
import dev.turnpike.gateway.tls.PemFiles;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The field {@code upstream.tls} of server documents, and what this node's files last held for each server: while one
 * cannot be used, what was in force stays. Not thread-safe.
 */
final class UpstreamTls {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamTls.class);
    private static final String KEY = "tls";

    private final Map<String, Known> known = new HashMap<>();

    private record Known(ClientTlsFiles files, ClientTls tls, String problem) {}

    /** The field of a document; empty without it, or if it is not usable, which is reported. */
    static Optional<ClientTlsFiles> read(Fields upstream, Optional<URI> url) {
        Optional<ObjectNode> node = upstream.object(KEY);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (url.filter(to -> !"https".equalsIgnoreCase(to.getScheme())).isPresent()) {
            upstream.wrong(KEY, "of no use with an http URL", "write `https://`, or remove it");
        }
        try (Fields fields = upstream.within(KEY, node.get())) {
            Optional<Path> authorities = path(fields, "ca");
            Optional<Path> certificate = path(fields, "certificate");
            Optional<Path> key = path(fields, "key");
            if (fields.has("certificate") != fields.has("key")) {
                fields.missing(fields.has("key") ? "certificate" : "key", "a client shows itself with both");
            }
            if (node.get().isEmpty()) {
                upstream.wrong(KEY, "empty", "name `ca`, or `certificate` and `key`");
            }
            Optional<PemFiles> identity = certificate.flatMap(chain -> key.map(own -> new PemFiles(chain, own)));
            return Optional.of(new ClientTlsFiles(authorities, identity));
        }
    }

    /** Writes the field as it stands in the normal form. */
    static void write(ClientTlsFiles files, ObjectNode upstream) {
        ObjectNode tls = upstream.putObject(KEY);
        files.authorities().ifPresent(path -> tls.put("ca", path.toString()));
        files.identity()
                .ifPresent(pair -> tls.put("certificate", pair.certificate().toString())
                        .put("key", pair.key().toString()));
    }

    /** Reports what is wrong with the files of a document. Blocks. */
    static void check(StrictText.Part part, ServerDocument server, Problems problems) {
        server.tls().ifPresent(files -> {
            try {
                files.read();
            } catch (PemException unusable) {
                report(part, unusable, problems);
            }
        });
    }

    /** What holds for a server; empty if its document says nothing, or it cannot be used, which is reported. Blocks. */
    Optional<ClientTls> of(StrictText.Part part, ServerDocument server, Problems problems) {
        if (server.tls().isEmpty()) {
            return Optional.empty();
        }
        ClientTlsFiles files = server.tls().get();
        Known stored = known.get(server.name());
        @Nullable Known before = stored != null && stored.files().equals(files) ? stored : null;
        try {
            ClientTls now = files.read(before == null ? null : before.tls());
            if (before != null && !now.equals(before.tls())) {
                LOG.info("server {}: the files of `upstream.tls` were read again", server.name());
            }
            if (before == null || !now.equals(before.tls())) {
                files.identity()
                        .flatMap(pair -> Identity.readers(pair.key()))
                        .ifPresent(warning -> LOG.warn("server {}: {}", server.name(), warning));
            }
            known.put(server.name(), new Known(files, now, ""));
            return Optional.of(now);
        } catch (PemException unusable) {
            if (before == null) {
                known.remove(server.name());
                report(part, unusable, problems);
                return Optional.empty();
            }
            String problem = unusable.getMessage() + "; " + unusable.hint();
            if (!problem.equals(before.problem())) {
                LOG.error(
                        "server {}: the files of `upstream.tls` cannot be read again, and what they held stays in force: {}",
                        server.name(),
                        problem);
            }
            known.put(server.name(), new Known(files, before.tls(), problem));
            return Optional.of(before.tls());
        }
    }

    /** Forgets all other servers. */
    void retain(Set<String> servers) {
        known.keySet().retainAll(servers);
    }

    private static void report(StrictText.Part part, PemException unusable, Problems problems) {
        String field = switch (unusable.which()) {
            case AUTHORITIES -> "ca";
            case CERTIFICATE -> "certificate";
            case KEY -> "key";
        };
        problems.add(
                part,
                "/upstream/tls/" + field,
                String.valueOf(unusable.getMessage()),
                unusable.hint() + "; every node needs it");
    }

    private static Optional<Path> path(Fields fields, String key) {
        return fields.parsed(key, "an absolute path of a PEM file", text -> {
            try {
                return Optional.of(Path.of(text)).filter(Path::isAbsolute);
            } catch (InvalidPathException invalid) {
                return Optional.empty();
            }
        });
    }
}
