package dev.turnpike.gateway.tls;

import dev.turnpike.gateway.tls.PemException.Which;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that are trusted, and no others: of authorities, or of the parties themselves. Immutable; equal by the
 * file's content.
 */
public final class Authorities {
    private final String digest;
    private final TrustManagerFactory trust;

    private Authorities(String digest, TrustManagerFactory trust) {
        this.digest = digest;
        this.trust = trust;
    }

    /**
     * Reads a bundle. Blocks.
     *
     * @throws PemException if it cannot be used
     */
    public static Authorities read(Path bundle) {
        return read(bundle, /* known= */ null);
    }

    /** The same; those that are known already, if the file holds them. */
    static Authorities read(Path bundle, @Nullable Authorities known) {
        PemFile file = PemFile.read(Which.AUTHORITIES, bundle);
        return known != null && known.digest.equals(file.digest())
                ? known
                : new Authorities(file.digest(), trust(file.certificates()));
    }

    /** For a party of TLS. */
    public TrustManagerFactory trust() {
        return trust;
    }

    /** For clients of the JDK. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(/* km= */ null, trust.getTrustManagers(), /* random= */ null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authorities authorities && authorities.digest.equals(digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    private static TrustManagerFactory trust(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(/* stream= */ null, /* password= */ null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a trust store in memory", e);
        }
    }
}
