package dev.turnpike.gateway.cli.approvals;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.admin.ExactJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows the approvals of a cluster, over the end of connections and nodes. Confined to one thread. */
public final class ApprovalWatch {
    /** Three times as long as a node is silent at most. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST = 10_000;
    private static final String DATA = "data:";

    private final ApprovalClient client;
    private final Consumer<ApprovalReport> news;
    private final Consumer<String> trouble;
    /** What was told last, by id. */
    private final Map<String, String> told = new HashMap<>();

    private Duration pause = Duration.ZERO;
    private String said = "";

    /**
     * A watch that has not begun.
     *
     * @param news gets every approval that is open, and every change
     * @param trouble gets a line when the connection is lost
     */
    public ApprovalWatch(ApprovalClient client, Consumer<ApprovalReport> news, Consumer<String> trouble) {
        this.client = client;
        this.news = news;
        this.trouble = trouble;
    }

    /**
     * Follows until the thread is interrupted.
     *
     * @throws AdminException if the node refuses to answer
     */
    public void run() throws InterruptedException {
        while (true) {
            try {
                follow();
                say("the stream has ended; opening it again");
            } catch (AdminException failure) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!failure.isPassing()) {
                    throw failure;
                }
                say(failure.getMessage() + "; trying again");
            }
            pause = pause.isZero() ? Duration.ofMillis(500) : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            Thread.sleep(pause.toMillis());
        }
    }

    /** Once, as long as it stays the same. */
    private void say(String what) {
        if (!what.equals(said)) {
            said = what;
            trouble.accept(what);
        }
    }

    private void follow() throws InterruptedException {
        try (EventLines lines = client.follow()) {
            tellWhatWasMissed();
            for (Optional<String> line = lines.next(SILENCE); line.isPresent(); line = lines.next(SILENCE)) {
                pause = Duration.ZERO;
                said = "";
                if (line.get().startsWith(DATA)) {
                    tell(line.get().substring(DATA.length()));
                }
            }
        }
    }

    /** The stream begins with what is open; what was open before and is not any more is asked for. */
    private void tellWhatWasMissed() {
        if (!told.isEmpty()) {
            client.list(Map.of("state", "all"), MOST).approvals().stream()
                    .filter(approval -> told.containsKey(approval.id()))
                    .forEach(this::tell);
        }
    }

    private void tell(String json) {
        try {
            tell(new ApprovalReport(ExactJson.read(json)));
        } catch (JsonProcessingException e) {
            throw new AdminException(400, "what the node tells is no approval");
        }
    }

    private void tell(ApprovalReport approval) {
        String now = approval.revision() + approval.state();
        if (!now.equals(told.put(approval.id(), now))) {
            news.accept(approval);
        }
        if (told.size() > MOST) {
            told.clear();
        }
    }
}
