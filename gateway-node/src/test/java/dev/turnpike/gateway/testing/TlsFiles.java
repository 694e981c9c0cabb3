package dev.turnpike.gateway.testing;

import dev.turnpike.gateway.tls.PemFiles;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A pair of files as Kubernetes mounts it: links that lead through one link, which is replaced in one step. */
public final class TlsFiles {
    private final Path directory;
    private int version;

    private TlsFiles(Path directory) {
        this.directory = directory;
    }

    public static TlsFiles mount(Path directory, X509Bundle bundle) throws IOException {
        Files.createDirectories(directory);
        TlsFiles files = new TlsFiles(directory);
        files.replace(bundle);
        Files.createSymbolicLink(directory.resolve("tls.crt"), Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(directory.resolve("tls.key"), Path.of("..data", "tls.key"));
        return files;
    }

    /** Where they are, for ever. */
    public PemFiles files() {
        return new PemFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
    }

    public void replace(X509Bundle bundle) throws IOException {
        TestAuthority.write(bundle, next());
        lead();
    }

    /** Replaces them by a certificate and the key of another one. */
    public void damage(X509Bundle bundle, X509Bundle other) throws IOException {
        PemFiles pair = TestAuthority.write(bundle, next());
        Files.writeString(pair.key(), other.getPrivateKeyPEM());
        lead();
    }

    private Path next() {
        version++;
        return directory.resolve("..version" + version);
    }

    private void lead() throws IOException {
        Path link = directory.resolve("..data_tmp");
        Files.createSymbolicLink(link, Path.of("..version" + version));
        Files.move(
                link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
