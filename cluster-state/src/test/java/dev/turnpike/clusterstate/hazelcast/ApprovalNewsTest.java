package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Questions.ONCE;
import static dev.turnpike.clusterstate.Questions.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Questions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApprovalNewsTest {
    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final ApprovalNews news = new ApprovalNews(MEMBER.member());
    private final Docket docket = new Docket();
    private final List<Approval> heard = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch busy = new CountDownLatch(1);

    @AfterEach
    void close() {
        busy.countDown();
        news.close();
    }

    @Test
    void whoHasMuchToHearHearsEachApprovalOnceAndAsItIsByThen() {
        Approval first = open("first");
        news.watch(this::hear);
        news.tell(List.of(first));
        await().until(() -> heard.size() == 1);

        Approval asked = open("a");
        Approval approved = docket.rule(Questions.approve("a", "bob"), 2)
                .ruling()
                .approval()
                .orElseThrow();
        news.tell(List.of(asked));
        news.tell(List.of(approved));
        news.tell(List.of(asked)); // in the wrong order
        busy.countDown();

        await().until(() -> heard.size() == 2);
        assertThat(heard.get(1)).isEqualTo(approved.withoutArguments());
    }

    @Test
    void tooMuchNewsIsDropped() {
        news.watch(this::hear);
        news.tell(List.of(open("first")));
        await().until(() -> heard.size() == 1);

        for (int i = 0; i < ApprovalNews.MOST_WAITING + 50; i++) {
            news.tell(List.of(open("a" + i)));
        }
        busy.countDown();

        await().until(() -> heard.size() == 1 + ApprovalNews.MOST_WAITING);
        assertThat(heard.get(1).id()).isEqualTo("a50");
        assertThat(heard.get(heard.size() - 1).id()).isEqualTo("a" + (ApprovalNews.MOST_WAITING + 49));
    }

    private void hear(Approval approval) {
        heard.add(approval);
        try {
            assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Approval open(String id) {
        return docket.rule(new Motion.Ask(question("g-" + id, id, ONCE), id, "c"), 1)
                .ruling()
                .approval()
                .orElseThrow();
    }
}
