package dev.turnpike.gateway.tls;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;

import dev.turnpike.gateway.tls.PemException.Which;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate with its chain and private key, as whom a party shows itself. Immutable; equal by the files' content. */
public final class Identity {
    private static final char[] NO_PASSWORD = {};

    private final String digest;
    private final List<X509Certificate> chain;
    private final KeyManagerFactory keys;

    private Identity(String digest, List<X509Certificate> chain, KeyManagerFactory keys) {
        this.digest = digest;
        this.chain = List.copyOf(chain);
        this.keys = keys;
    }

    /**
     * Reads it. Blocks.
     *
     * @throws PemException if it cannot be used
     */
    public static Identity read(PemFiles files) {
        return read(files, /* known= */ null);
    }

    /** The same; one that is known already, if the files hold it. */
    static Identity read(PemFiles files, @Nullable Identity known) {
        PemFile certificate = PemFile.read(Which.CERTIFICATE, files.certificate());
        PemFile key = PemFile.read(Which.KEY, files.key());
        String digest = certificate.digest() + key.digest();
        if (known != null && known.digest.equals(digest)) {
            return known;
        }
        List<X509Certificate> chain = certificate.certificates();
        PrivateKey own = KeyReader.read(key, chain.get(0).getPublicKey());
        if (!KeyReader.fit(own, chain.get(0).getPublicKey())) {
            boolean other = chain.stream().anyMatch(each -> isOf(own, each));
            throw new PemException(
                    Which.KEY,
                    "`" + files.key() + "` is not the key of the first certificate in `" + files.certificate() + "`",
                    other ? "put the node's own certificate first, then those that issued it" : "name a pair");
        }
        return new Identity(digest, chain, keys(chain, own));
    }

    /** For a party of TLS. */
    public KeyManagerFactory keys() {
        return keys;
    }

    /** When the own certificate ends. */
    public Instant ends() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** What is not as it should be, though it works or others have to judge; one sentence each. */
    List<String> warnings(PemFiles files, Instant now) {
        List<String> warnings = new ArrayList<>();
        if (!now.isBefore(ends())) {
            warnings.add(
                    "the certificate in `" + files.certificate() + "` ended " + ends() + "; clients will refuse it");
        }
        Instant begins = chain.get(0).getNotBefore().toInstant();
        if (now.isBefore(begins)) {
            warnings.add("the certificate in `" + files.certificate() + "` is good from " + begins + " on, not yet");
        }
        readers(files.key()).ifPresent(warnings::add);
        return warnings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity identity && identity.digest.equals(digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    /** Shows nothing but the name in the certificate. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName();
    }

    /** What to say if others than the owner and the group may read the file of a key. */
    public static Optional<String> readers(Path key) {
        try {
            return Files.getPosixFilePermissions(key).contains(OTHERS_READ)
                    ? Optional.of("every user of this machine may read the private key in `" + key
                            + "`; take that away: `chmod o-rwx`")
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    private static boolean isOf(PrivateKey own, X509Certificate certificate) {
        return own.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())
                && KeyReader.fit(own, certificate.getPublicKey());
    }

    private static KeyManagerFactory keys(List<X509Certificate> chain, PrivateKey own) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(/* stream= */ null, NO_PASSWORD);
            store.setKeyEntry("own", own, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory", e);
        }
    }
}
