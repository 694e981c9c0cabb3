package dev.turnpike.clusterstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Window.Calendar;
import dev.turnpike.clusterstate.Window.Seconds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    @ParameterizedTest
    @CsvSource({
        "SECOND, 2026-11-22T14:31:49.999Z, 2026-11-22T14:31:49Z, 2026-11-22T14:31:50Z",
        "MINUTE, 2026-11-22T14:31:49.999Z, 2026-11-22T14:31:00Z, 2026-11-22T14:32:00Z",
        "HOUR, 2026-11-22T14:31:49Z, 2026-11-22T14:00:00Z, 2026-11-22T15:00:00Z",
        "DAY, 2026-11-22T14:31:49Z, 2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
        "WEEK, 2026-11-22T23:59:59.999Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "WEEK, 2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "WEEK, 1969-12-31T23:00:00Z, 1969-12-29T00:00:00Z, 1970-01-05T00:00:00Z",
        "MONTH, 2024-02-29T23:59:59.999Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, 2026-12-31T00:00:00Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, 1969-12-31T23:59:59.999Z, 1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void calendarWindowsFollowUtc(Calendar window, Instant now, Instant start, Instant end) {
        assertThat(Instant.ofEpochMilli(window.startMillis(now.toEpochMilli()))).isEqualTo(start);
        assertThat(Instant.ofEpochMilli(window.endMillis(now.toEpochMilli()))).isEqualTo(end);
    }

    @Test
    void secondsAreAlignedToTheEpoch() {
        Window window = new Seconds(90);

        assertThat(window.startMillis(179_999)).isEqualTo(90_000);
        assertThat(window.endMillis(179_999)).isEqualTo(180_000);
        assertThat(window.startMillis(-1)).isEqualTo(-90_000);
        assertThat(window.length()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aMonthIsToldAsItsLongest() {
        assertThat(Calendar.MONTH.length()).isEqualTo(Duration.ofDays(31));
    }

    @Test
    void impossibleLengthsAreRefused() {
        assertThatThrownBy(() -> new Seconds(0)).hasMessage("seconds: 0 (expected: 1 to 31622400)");
        assertThatThrownBy(() -> new Seconds(Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }
}
