package dev.turnpike.gateway.tls;

import dev.turnpike.gateway.tls.PemException.Which;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Reads the private key of a certificate, and checks that it is the one. */
final class KeyReader {
    private static final int CHALLENGE_BYTES = 32;
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    /** Version 0 of PKCS #8 (RFC 5208, section 5). */
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private KeyReader() {}

    /**
     * The one key in a file.
     *
     * @throws PemException if there is none that can be used with the public one
     */
    static PrivateKey read(PemFile file, PublicKey known) {
        List<PemFile.Part> keys = file.parts().stream()
                .filter(part -> part.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw wrong(
                    file,
                    keys.isEmpty() ? "holds no private key" : "holds more than one private key",
                    "expected one `-----BEGIN PRIVATE KEY-----` (PKCS #8)");
        }
        PemFile.Part part = keys.get(0);
        byte[] pkcs8 = switch (part.label()) {
            case "PRIVATE KEY" -> part.der();
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> wrapped(part.der(), known);
            default ->
                throw wrong(
                        file,
                        "holds a key of the form `" + part.label() + "`, which needs a passphrase or is not known",
                        "write it as PKCS #8: `openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW`");
        };
        try {
            return KeyFactory.getInstance(known.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException unreadable) {
            throw wrong(
                    file,
                    "holds a private key that is damaged or does not belong to the certificate",
                    "the certificate's key is of the kind " + known.getAlgorithm());
        } catch (GeneralSecurityException unknown) {
            throw wrong(file, "is for a certificate whose kind of key is not known here", "use RSA or EC");
        }
    }

    /** Whether what one signs the other confirms. */
    static boolean fit(PrivateKey own, PublicKey known) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        try {
            Signature signature = Signature.getInstance(
                    switch (known.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> known.getAlgorithm();
                    });
            signature.initSign(own);
            signature.update(challenge);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(challenge);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }

    /**
     * The older forms (RFC 8017, appendix A.1.2, and RFC 5915) as PKCS #8, with the algorithm as the certificate has it:
     * common tools still write them.
     */
    private static byte[] wrapped(byte[] der, PublicKey known) {
        byte[] publicInfo = known.getEncoded();
        int algorithm = contentOf(publicInfo, 0);
        int end = contentOf(publicInfo, algorithm) + lengthAt(publicInfo, algorithm);
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(VERSION);
        inner.write(publicInfo, algorithm, end - algorithm);
        inner.writeBytes(element(OCTETS, der));
        return element(SEQUENCE, inner.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int bytes = content.length < 0x80 ? 0 : (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
        out.write(bytes == 0 ? content.length : 0x80 | bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(content.length >> (8 * i));
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Where the content of an element begins. */
    private static int contentOf(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int lengthAt(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = (length << 8) | (der[element + 2 + i] & 0xff);
        }
        return length;
    }

    private static PemException wrong(PemFile file, String message, String hint) {
        return new PemException(Which.KEY, "`" + file.path() + "` " + message, hint);
    }
}
