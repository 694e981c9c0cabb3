package dev.turnpike.gateway.cli.admin;

import dev.turnpike.gateway.cli.scan.PlainText;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;

/** Why a node's certificate was not accepted, for people. */
public final class Untrusted {
    private static final int LONGEST = 200;

    private Untrusted() {}

    /** One line, with what would help. */
    public static String reason(SSLHandshakeException failure) {
        String why = PlainText.of(String.valueOf(failure.getMessage()), LONGEST);
        if (why.contains("unable to find valid certification path")) {
            return "its certificate is not trusted; name its authority's file with `--ca`";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException && why.contains("No ")) {
                return "its certificate is for another name: " + why;
            }
        }
        return "TLS failed: " + why;
    }
}
