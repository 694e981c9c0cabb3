package dev.turnpike.gateway.cli.doctor;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.turnpike.gateway.Outfitting;
import dev.turnpike.gateway.cli.doctor.Subject.Certificate;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.cli.status.Vitals;
import dev.turnpike.gateway.config.Credential;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.Rehearsal;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.tls.Identity;
import dev.turnpike.gateway.tls.PemException;
import dev.turnpike.gateway.tls.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Finds out what the settings of a node mean on this machine. Starts nothing, writes nothing, signs in nowhere. */
final class SettingsExamination {
    private static final int NAME_SECONDS = 5;
    private static final int USUAL_DATABASE_PORT = 5432;

    /** Digests of tokens that stand in our documentation. */
    private static final Set<String> EXAMPLES =
            Set.of("01a762eda860c335496494b78375e615103b7442a016f783eb05fbe5e8b1946d");

    private final NodeConfig config;
    private final Secrets secrets;

    private SettingsExamination(NodeConfig config, Secrets secrets) {
        this.config = config;
        this.secrets = secrets;
    }

    /** Looks at everything; blocks. */
    static Configured of(NodeConfig config, Secrets secrets) {
        SettingsExamination examination = new SettingsExamination(config, secrets);
        Rehearsal rehearsal = Rehearsal.of(config, secrets);
        List<Credential> credentials = Credential.of(config);
        return new Configured(
                config,
                Vitals.of(new Outfitting(config, InstantSource.system(), () -> 0).current()),
                rehearsal.problems().stream().map(PlainText::of).toList(),
                rehearsal.documents(),
                credentials.stream()
                        .filter(Credential::token)
                        .flatMap(credential -> examination.weakness(credential).stream())
                        .toList(),
                examination.readableFiles(credentials),
                examination.unknownNames(),
                examination.storeProblem(),
                examination.auditProblem());
    }

    /** Those of the ports; what cannot be read is told among the documents. */
    static List<Certificate> certificates(NodeConfig config) {
        List<Certificate> certificates = new ArrayList<>();
        Stream.concat(config.tls().agent().stream(), config.tls().management().stream())
                .forEach(files -> {
                    try {
                        certificates.add(new Certificate(
                                PlainText.of(files.certificate().toString()),
                                Optional.of(Identity.read(files).ends())));
                    } catch (PemException unusable) {
                        // Rehearsal tells.
                    }
                });
        return certificates;
    }

    private Optional<String> weakness(Credential credential) {
        if (credential.hash().map(TokenHash::hex).filter(EXAMPLES::contains).isPresent()) {
            return Optional.of("the token of " + PlainText.of(credential.owner()) + " stands in the documentation");
        }
        try {
            return credential
                    .reference()
                    .map(secrets::resolve)
                    .flatMap(token -> EXAMPLES.contains(
                                    TokenHash.of(token.reveal()).hex())
                            ? Optional.of(
                                    "the token of " + PlainText.of(credential.owner()) + " stands in the documentation")
                            : TokenStrength.weakness(token.reveal())
                                    .map(why -> "the token of " + PlainText.of(credential.owner()) + " " + why));
        } catch (SecretException elsewhere) {
            return Optional.empty(); // told among the documents
        }
    }

    private List<String> readableFiles(List<Credential> credentials) {
        Stream<Path> secret = credentials.stream()
                .flatMap(credential -> credential.reference().stream())
                .filter(reference -> reference.source() == SecretReference.Source.FILE)
                .map(reference -> Path.of(reference.place()));
        Stream<Path> keys = Stream.concat(config.tls().agent().stream(), config.tls().management().stream())
                .map(PemFiles::key);
        return Stream.concat(Stream.concat(secret, keys), config.admin().operators().stream())
                .distinct()
                .filter(SettingsExamination::isReadableForOthers)
                .map(path -> "`" + PlainText.of(path.toString()) + "`")
                .toList();
    }

    private static boolean isReadableForOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private List<String> unknownNames() {
        List<String> names = new ArrayList<>();
        config.cluster().members().stream().map(SettingsExamination::host).forEach(names::add);
        config.cluster().memberDns().ifPresent(names::add);
        return names.stream()
                .filter(name -> config.cluster().size() > 1 && !hasAddress(name))
                .map(name -> "`" + PlainText.of(name) + "`")
                .toList();
    }

    private static String host(String address) {
        return Objects.requireNonNullElse(URI.create("member://" + address).getHost(), address);
    }

    private static boolean hasAddress(String name) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return InetAddress.getByName(name).getAddress().length > 0;
                    } catch (UnknownHostException unknown) {
                        return false;
                    }
                })
                .completeOnTimeout(false, NAME_SECONDS, SECONDS)
                .join();
    }

    /** One of several servers is enough. */
    private Optional<String> storeProblem() {
        Optional<String> servers = config.store()
                .map(NodeConfig.Durable::address)
                .filter(address -> address.startsWith("jdbc:postgresql://"))
                .map(address -> address.substring("jdbc:postgresql://".length()).split("/", 2)[0]);
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        String problem = "";
        for (String server : servers.get().split(",", -1)) {
            URI place = URI.create("db://" + server);
            String host = Objects.requireNonNullElse(place.getHost(), server);
            int port = place.getPort() < 0 ? USUAL_DATABASE_PORT : place.getPort();
            if (Knock.at(host, port)) {
                return Optional.empty();
            }
            problem = "no connection to " + PlainText.of(host) + ":" + port;
        }
        return Optional.of(problem);
    }

    private Optional<String> auditProblem() {
        return config.audit().map(audit -> audit.file().toAbsolutePath()).flatMap(file -> {
            Path place = file;
            while (!Files.exists(place) && place.getParent() != null) {
                place = Objects.requireNonNull(place.getParent());
            }
            return Files.isWritable(place)
                    ? Optional.empty()
                    : Optional.of("`" + PlainText.of(place.toString()) + "` may not be written by this process");
        });
    }
}
