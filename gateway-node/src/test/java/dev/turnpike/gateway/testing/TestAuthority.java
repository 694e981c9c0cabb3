package dev.turnpike.gateway.testing;

import dev.turnpike.gateway.tls.PemFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/** An authority of a test, and the PEM files that it makes. */
public final class TestAuthority {
    private final X509Bundle root;

    private TestAuthority(X509Bundle root) {
        this.root = root;
    }

    public static TestAuthority create(String name) {
        try {
            return new TestAuthority(new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for this machine that is good for a day. */
    public X509Bundle issue() {
        return issue("localhost", Instant.now().plus(Duration.ofDays(1)));
    }

    public X509Bundle issue(String name, Instant ends) {
        return issue(new CertificateBuilder().ecp256(), name, ends);
    }

    public X509Bundle issue(CertificateBuilder builder, String name, Instant ends) {
        CertificateBuilder wanted = builder.subject("CN=" + name)
                .addSanDnsName(name)
                .notBefore(ends.minus(Duration.ofDays(3)))
                .notAfter(ends);
        try {
            return (name.equals("localhost") ? wanted.addSanIpAddress("127.0.0.1") : wanted).buildIssuedBy(root);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the certificate of the authority. */
    public Path write(Path file) throws IOException {
        return Files.writeString(file, root.getCertificatePEM());
    }

    /** Writes a pair, the key for its owner alone. */
    public static PemFiles write(X509Bundle bundle, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path certificate = Files.writeString(directory.resolve("tls.crt"), bundle.getCertificatePathPEM());
        Path key = Files.writeString(directory.resolve("tls.key"), bundle.getPrivateKeyPEM());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new PemFiles(certificate, key);
    }
}
