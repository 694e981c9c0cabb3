package dev.turnpike.gateway.tls;

import java.nio.file.Path;

/**
 * Where a certificate and its private key are.
 *
 * @param certificate the file of the chain, the own certificate first
 * @param key the file of its private key
 */
public record PemFiles(Path certificate, Path key) {}
