package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTimesTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-25T20:15:00+01:00[Europe/Berlin]");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-25T19:15:00Z",
        "30s, 2026-11-25T19:14:30Z",
        "15m, 2026-11-25T19:00:00Z",
        "2h, 2026-11-25T17:15:00Z",
        "1d, 2026-11-24T19:15:00Z",
        "today, 2026-11-24T23:00:00Z",
        "yesterday, 2026-11-23T23:00:00Z",
        "2026-07-01, 2026-06-30T22:00:00Z",
        "2026-11-25T10:00, 2026-11-25T09:00:00Z",
        "2026-11-25T10:00:00Z, 2026-11-25T10:00:00Z",
        "2026-11-25T10:00:00.5-05:00, 2026-11-25T15:00:00.500Z"
    })
    void timesAreReadAsPeopleMeanThem(String text, Instant time) {
        assertThat(AuditTimes.parse(text, NOW)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1w", "-1h", "2026-13-01", "2026-11-25T25:00:00Z", "10:00"})
    void whatIsNoTimeIsNotGuessed(String text) {
        assertThat(AuditTimes.parse(text, NOW)).isEmpty();
    }
}
