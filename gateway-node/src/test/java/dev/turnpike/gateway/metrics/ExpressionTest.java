package dev.turnpike.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.metrics.Expression.Condition;
import dev.turnpike.gateway.metrics.Expression.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExpressionTest {
    @Test
    void metricsAndLabelsAreFoundAmongFunctionsWordsAndDurations() {
        Expression expression =
                Expression.of("histogram_quantile(0.99, sum by (job, le) (rate(a_bucket[5m]))) > 0.05 or\n"
                        + " max without (x) (job:b:c{d!=\"e,}\", f=~\"$g|h\"} offset 5m) unless on (k) absent(l)");

        assertThat(expression.selectors())
                .containsExactly(
                        new Selector("a_bucket", List.of()),
                        new Selector(
                                "job:b:c", List.of(new Condition("d", "!=", "e,}"), new Condition("f", "=~", "$g|h"))),
                        new Selector("l", List.of()));
        assertThat(expression.groupings()).containsExactly("job", "le", "x", "k");
    }
}
