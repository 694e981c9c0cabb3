package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.BalancerReport;
import dev.turnpike.gateway.cli.doctor.BalancerReport.Answer;
import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether agents reach the nodes by the URL that they have. */
public final class AgentUrl implements Check {
    private static final Pattern METADATA = Pattern.compile("resource_metadata=\"(https?://[^/\"]+)");

    @Override
    public String name() {
        return "agent-url";
    }

    @Override
    public String expects() {
        return "a request by the agents' URL reaches a node, which knows the name and gives it back";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.balancer().isEmpty()) {
            return new Verdict.NotChecked("give the URL that agents have with `--agents`");
        }
        BalancerReport balancer = subject.balancer().get();
        Answer answer = balancer.plain();
        URI url = balancer.url();
        if (answer.status() == 0) {
            return new Verdict.Problem(url + " does not answer: " + answer.text(), "see what listens there");
        }
        if (answer.status() == 403 && answer.text().contains("host name")) {
            return new Verdict.Problem(
                    "the nodes do not know the name " + url.getHost() + " and refuse every request",
                    "set `public-url` to " + origin(url) + " at all nodes, and let the balancer pass `Host` on");
        }
        if (answer.status() == 502 || answer.status() == 503 || answer.status() == 504) {
            return new Verdict.Problem(
                    url + " answers " + answer.status() + ": no node takes requests there",
                    "see `ready`, and the balancer's health checks of `/readyz`");
        }
        if (answer.status() == 404 && answer.text().contains("at this gateway")) {
            return new Verdict.Ok("requests reach a node");
        }
        if (answer.status() != 401 || !answer.challenge().contains("resource_metadata")) {
            return new Verdict.Problem(
                    url + " answers " + answer.status() + ", which is not what a node would",
                    "let the balancer pass `/mcp/` and `/.well-known/oauth-protected-resource/` to the nodes");
        }
        return told(url, answer.challenge());
    }

    private static Verdict told(URI url, String challenge) {
        Matcher metadata = METADATA.matcher(challenge);
        String origin = metadata.find() ? metadata.group(1) : "";
        return origin.equals(origin(url))
                ? new Verdict.Ok("requests reach a node, which knows its name")
                : new Verdict.Warning(
                        "the nodes tell clients that they are " + (origin.isEmpty() ? "nowhere" : origin) + ", not "
                                + origin(url),
                        "set `public-url` to " + origin(url) + " at all nodes");
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
