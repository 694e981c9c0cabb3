package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void isTheMiddleOfAnOddNumberInAnyOrder() {
        assertThat(Median.of(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void isBetweenTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Median.of(List.of("a", "bbb"), String::length)).isEqualTo(2);
    }

    @Test
    void isNoNumberOfNothing() {
        assertThat(Median.of()).isNaN();
    }
}
