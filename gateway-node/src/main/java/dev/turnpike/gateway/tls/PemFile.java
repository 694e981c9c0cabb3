package dev.turnpike.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.turnpike.gateway.tls.PemException.Which;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file in the PEM form (RFC 7468) held when it was read. Text between the parts is passed over.
 *
 * @param which what it is for
 * @param path where it is
 * @param digest tells one content from another
 * @param parts in their order
 */
record PemFile(Which which, Path path, String digest, List<Part> parts) {
    /** Far more than a bundle of all public authorities takes. */
    private static final int MOST_BYTES = 4 << 20;

    private static final Pattern PART =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

    /**
     * One part.
     *
     * @param label such as {@code CERTIFICATE}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Part(String label, byte[] der) {}

    PemFile {
        parts = List.copyOf(parts);
    }

    /**
     * Reads it. Blocks.
     *
     * @throws PemException if there is no such file, or nothing in it
     */
    static PemFile read(Which which, Path path) {
        byte[] bytes = bytes(which, path);
        List<Part> parts = new ArrayList<>();
        String text = new String(bytes, ISO_8859_1);
        Matcher part = PART.matcher(text);
        try {
            while (part.find()) {
                parts.add(new Part(
                        String.valueOf(part.group(1)), Base64.getMimeDecoder().decode(String.valueOf(part.group(2)))));
            }
        } catch (IllegalArgumentException broken) {
            throw new PemException(which, "`" + path + "` is damaged: a part is not base64", "write the file again");
        }
        boolean whole = parts.size() == BEGIN.matcher(text).results().count();
        if (!whole && text.contains("ENCRYPTED")) {
            throw new PemException(which, "`" + path + "` needs a passphrase", "write it without one: `openssl pkey`");
        }
        if (parts.isEmpty()) {
            throw new PemException(
                    which,
                    "`" + path + "` is not PEM",
                    "expected a text with `-----BEGIN " + (which == Which.KEY ? "PRIVATE KEY" : "CERTIFICATE")
                            + "-----`");
        }
        if (!whole) {
            throw new PemException(
                    which, "`" + path + "` is damaged: a part has no end, or is broken", "write the file again");
        }
        return new PemFile(which, path, digest(bytes), parts);
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Part part : parts) {
                if (part.label().equals("CERTIFICATE")
                        && factory.generateCertificate(new ByteArrayInputStream(part.der()))
                                instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (CertificateException damaged) {
            throw new PemException(which, "`" + path + "` holds a certificate that is damaged", "write the file again");
        }
        if (certificates.isEmpty()) {
            throw new PemException(
                    which, "`" + path + "` holds no certificate", "expected `-----BEGIN CERTIFICATE-----`");
        }
        return certificates;
    }

    private static byte[] bytes(Which which, Path path) {
        try (var stream = Files.newInputStream(path)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new PemException(which, "`" + path + "` is larger than 4MiB", "is it the right file?");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new PemException(which, "`" + path + "` does not exist", "name a file of this node");
        } catch (AccessDeniedException denied) {
            throw new PemException(
                    which, "`" + path + "` may not be read by this process", "let its user or group read it");
        } catch (IOException unreadable) {
            throw new PemException(which, "`" + path + "` cannot be read", "is it a file?");
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
