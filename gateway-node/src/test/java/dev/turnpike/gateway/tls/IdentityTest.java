package dev.turnpike.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turnpike.gateway.testing.TestAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

    @TempDir
    Path directory;

    private final X509Bundle bundle = AUTHORITY.issue();

    @Test
    void aPairIsReadInEveryUsualForm() throws Exception {
        PemFiles files = TestAuthority.write(bundle, directory);
        Identity pkcs8 = Identity.read(files);
        assertThat(pkcs8.ends()).isEqualTo(bundle.getCertificate().getNotAfter().toInstant());

        Files.writeString(files.key(), older("EC PRIVATE KEY", bundle));
        assertThat(Identity.read(files).ends()).isEqualTo(pkcs8.ends());

        X509Bundle rsaBundle = issueRsa();
        PemFiles rsa = TestAuthority.write(rsaBundle, directory.resolve("rsa"));
        Identity.read(rsa);
        Files.writeString(rsa.key(), older("RSA PRIVATE KEY", rsaBundle));
        Identity.read(rsa);

        PemFiles edwards = TestAuthority.write(
                AUTHORITY.issue(
                        new CertificateBuilder().algorithm(CertificateBuilder.Algorithm.ed25519),
                        "localhost",
                        Instant.now().plus(Duration.ofDays(1))),
                directory.resolve("ed25519"));
        Identity.read(edwards);
    }

    @Test
    void whatCannotBeUsedIsToldWithItsFileAndAHint() throws Exception {
        PemFiles files = TestAuthority.write(bundle, directory);
        Path other = TestAuthority.write(AUTHORITY.issue(), directory.resolve("other"))
                .key();
        Path rsa = TestAuthority.write(issueRsa(), directory.resolve("rsa")).key();
        Path nowhere = directory.resolve("nowhere");
        Path text = Files.writeString(directory.resolve("text"), "hush");
        Path locked = Files.writeString(
                directory.resolve("locked"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path damaged = Files.writeString(
                directory.resolve("damaged"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        Path cut = Files.writeString(
                directory.resolve("cut"),
                bundle.getCertificatePEM()
                        + "\n"
                        + bundle.getRootCertificatePEM().substring(0, 200));

        assertThat(refusal(cut, files.key())).startsWith("`" + cut + "` is damaged: a part has no end");
        assertThat(refusal(nowhere, files.key()))
                .isEqualTo("`" + nowhere + "` does not exist; name a file of this node");
        assertThat(refusal(directory, files.key())).isEqualTo("`" + directory + "` cannot be read; is it a file?");
        assertThat(refusal(text, files.key()))
                .startsWith("`" + text + "` is not PEM")
                .doesNotContain("hush");
        assertThat(refusal(damaged, files.key())).startsWith("`" + damaged + "` holds a certificate that is damaged");
        assertThat(refusal(files.key(), files.key())).contains("holds no certificate");
        assertThat(refusal(files.certificate(), nowhere)).startsWith("`" + nowhere + "` does not exist");
        assertThat(refusal(files.certificate(), files.certificate())).contains("holds no private key");
        assertThat(refusal(files.certificate(), locked))
                .contains("needs a passphrase")
                .contains("openssl pkcs8");
        assertThat(refusal(files.certificate(), rsa)).contains("does not belong to the certificate");
        assertThat(refusal(files.certificate(), other))
                .isEqualTo("`" + other + "` is not the key of the first certificate in `" + files.certificate()
                        + "`; name a pair");
    }

    @Test
    void aChainInTheWrongOrderIsToldAsSuch() throws Exception {
        PemFiles files = TestAuthority.write(bundle, directory);
        Files.writeString(files.certificate(), bundle.getRootCertificatePEM() + "\n" + bundle.getCertificatePEM());

        assertThat(refusal(files.certificate(), files.key()))
                .endsWith("; put the node's own certificate first, then those that issued it");
    }

    @Test
    void anEndedCertificateAndAKeyThatAllMayReadAreWarnedOf() throws Exception {
        Instant ended = Instant.parse("2026-01-01T00:00:00Z");
        PemFiles files = TestAuthority.write(AUTHORITY.issue("localhost", ended), directory);
        Identity identity = Identity.read(files);

        assertThat(identity.warnings(files, ended.minusSeconds(1))).isEmpty();
        assertThat(identity.warnings(files, ended))
                .containsExactly("the certificate in `" + files.certificate()
                        + "` ended 2026-01-01T00:00:00Z; clients will refuse it");
        assertThat(identity.warnings(files, ended.minus(Duration.ofDays(4)))).hasSize(1);

        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(identity.warnings(files, ended.minusSeconds(1)))
                .containsExactly("every user of this machine may read the private key in `" + files.key()
                        + "`; take that away: `chmod o-rwx`");
    }

    @Test
    void theIdentityBeforeStaysWhileThePairIsBroken() throws Exception {
        PemFiles files = TestAuthority.write(bundle, directory);
        LiveIdentity live = LiveIdentity.open("agent", files, () -> Instant.parse("2026-01-01T00:00:00Z"));
        Identity first = live.current();
        assertThat(live.look()).isEmpty();
        assertThat(live.left()).isEqualTo(Duration.between(Instant.parse("2026-01-01T00:00:00Z"), first.ends()));

        X509Bundle next = AUTHORITY.issue();
        Files.writeString(files.certificate(), next.getCertificatePathPEM());
        assertThat(live.look()).isEmpty();
        assertThat(live.isInStep()).as("half of a pair is there for a moment").isTrue();
        assertThat(live.look()).isEmpty();
        assertThat(live.isInStep()).isFalse();
        assertThat(live.current()).isSameAs(first);

        Files.writeString(files.key(), next.getPrivateKeyPEM());
        assertThat(live.look()).contains(live.current());
        assertThat(live.current()).isNotEqualTo(first);
        assertThat(live.isInStep()).isTrue();
    }

    private static X509Bundle issueRsa() {
        return AUTHORITY.issue(
                new CertificateBuilder().rsa2048(), "localhost", Instant.now().plus(Duration.ofDays(1)));
    }

    private static String older(String label, X509Bundle bundle) throws IOException {
        PrivateKey key = bundle.getKeyPair().getPrivate();
        byte[] der = PrivateKeyInfo.getInstance(key.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static String refusal(Path certificate, Path key) {
        PemException refused =
                catchThrowableOfType(PemException.class, () -> Identity.read(new PemFiles(certificate, key)));
        return refused.getMessage() + "; " + refused.hint();
    }
}
