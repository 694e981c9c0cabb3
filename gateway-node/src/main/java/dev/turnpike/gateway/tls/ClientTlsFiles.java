package dev.turnpike.gateway.tls;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link ClientTls} is.
 *
 * @param authorities the bundle of what is trusted
 * @param identity the pair of the client
 */
public record ClientTlsFiles(Optional<Path> authorities, Optional<PemFiles> identity) {
    /**
     * Reads it. Blocks.
     *
     * @throws PemException if a file cannot be used
     */
    public ClientTls read() {
        return read(/* known= */ null);
    }

    /** The same; parts that are known already stay the same objects while their files do not change. */
    public ClientTls read(@Nullable ClientTls known) {
        return new ClientTls(
                authorities.map(path -> Authorities.read(
                        path, known == null ? null : known.authorities().orElse(null))),
                identity.map(pair -> Identity.read(
                        pair, known == null ? null : known.identity().orElse(null))));
    }
}
