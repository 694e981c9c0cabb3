package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Subject.Certificate;
import dev.turnpike.gateway.cli.doctor.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether certificates are good for a while. */
public final class Certificates implements Check {
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration URGENT = Duration.ofDays(7);
    private static final String MEND = "renew it, and see why that did not happen by itself";

    @Override
    public String name() {
        return "certificates";
    }

    @Override
    public String expects() {
        return "certificates of the cluster's URLs, and of the settings, are good for 30 days or more";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.certificates().isEmpty()) {
            return new Verdict.NotChecked("nothing here speaks TLS");
        }
        List<Verdict> found = new ArrayList<>();
        long least = Long.MAX_VALUE;
        for (Certificate certificate : subject.certificates()) {
            if (certificate.until().isEmpty()) {
                found.add(new Verdict.Problem(
                        certificate.url() + " shows no certificate", "see what listens there, and its log"));
                continue;
            }
            Duration left = Duration.between(subject.now(), certificate.until().get());
            least = Math.min(least, left.toDays());
            String text = certificate.url() + ": the certificate ends "
                    + (left.isNegative() ? "on " : "in " + left.toDays() + " days, ")
                    + certificate.until().get();
            if (left.compareTo(URGENT) < 0) {
                found.add(new Verdict.Problem(text, MEND));
            } else if (left.compareTo(SOON) < 0) {
                found.add(new Verdict.Warning(text, MEND));
            }
        }
        return Verdict.worst(found, new Verdict.Ok("good for " + least + " days or more"));
    }
}
