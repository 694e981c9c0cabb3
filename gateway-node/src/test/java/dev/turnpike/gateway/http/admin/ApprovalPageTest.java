package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.gateway.approvals.ApprovalJson;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ApprovalPageTest {
    private final ApprovalJson form = new ApprovalJson(approval -> false, id -> id);

    @Test
    void approvalsOfOneMillisecondAreNeitherSkippedNorShownTwice() {
        List<Approval> all = new ArrayList<>(IntStream.range(0, 7)
                .mapToObj(number -> approval("a" + number, 1_000, 1, ""))
                .toList());
        Collections.reverse(all);

        assertThat(pages(all, 3)).containsExactly(List.of("a0", "a1", "a2"), List.of("a3", "a4", "a5"), List.of("a6"));
    }

    @Test
    void thePlaceInTheListStaysWhenOthersGo() {
        List<Approval> all = List.of(approval("a", 1, 1, ""), approval("b", 2, 1, ""), approval("c", 3, 1, ""));
        String next = page(all, 1, Optional.empty()).path("next").asText();

        assertThat(page(all.subList(1, 3), 1, Optional.of(next)).findValuesAsText("id"))
                .containsExactly("b");
    }

    @Test
    void aPageEndsEarlyWherePeopleWroteALot() {
        List<Approval> all = IntStream.range(0, 20)
                .mapToObj(number -> approval("a" + (char) ('a' + number), 1_000, 256, "x".repeat(2_000)))
                .toList();

        List<List<String>> pages = pages(all, 500);

        assertThat(pages).hasSizeBetween(2, 4);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(20);
    }

    private List<List<String>> pages(List<Approval> all, int limit) {
        List<List<String>> pages = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            JsonNode page = page(all, limit, next);
            List<String> ids = new ArrayList<>();
            page.path("approvals").forEach(one -> ids.add(one.path("id").asText()));
            pages.add(ids);
            next = Optional.of(page.path("next").asText("")).filter(text -> !text.isEmpty());
        } while (next.isPresent());
        return pages;
    }

    private JsonNode page(List<Approval> all, int limit, Optional<String> after) {
        MultiMap parameters = MultiMap.caseInsensitiveMultiMap().set("limit", Integer.toString(limit));
        after.ifPresent(cursor -> parameters.set("after", cursor));
        return ApprovalPage.of(all, ApprovalQuery.of(parameters)).json(form);
    }

    private static Approval approval(String id, long requestedMillis, int steps, String note) {
        Question question = new Question(
                id,
                "alice",
                "shop",
                "pay",
                "/tools/pay",
                "why",
                "careful",
                1,
                "{}",
                new Question.Terms(60_000, 0, 1, 1));
        return new Approval(
                id,
                question,
                Approval.State.PENDING,
                1,
                requestedMillis,
                requestedMillis + 60_000,
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                false,
                IntStream.rangeClosed(1, steps)
                        .mapToObj(number ->
                                new ApprovalStep(number, id + number, ApprovalStep.Kind.AGREED, 1_000, "carol", note))
                        .toList(),
                0);
    }
}
