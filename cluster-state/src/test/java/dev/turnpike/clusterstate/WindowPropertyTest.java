package dev.turnpike.clusterstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Window.Calendar;
import dev.turnpike.clusterstate.Window.Seconds;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WindowPropertyTest {
    @Property
    void everyMomentLiesInItsWindow(@ForAll("windows") Window window, @ForAll("moments") long now) {
        long start = window.startMillis(now);
        long end = window.endMillis(now);

        assertThat(now).isBetween(start, end - 1);
        assertThat(end - start).isLessThanOrEqualTo(window.lengthMillis());
        assertThat(window.startMillis(end)).isEqualTo(end);
        assertThat(window.endMillis(start - 1)).isEqualTo(start);
    }

    @Property
    void calendarWindowsAreThoseOfJavaTime(@ForAll Calendar window, @ForAll("moments") long now) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(now), ZoneOffset.UTC);
        LocalDate day = time.toLocalDate();
        LocalDateTime start = switch (window) {
            case SECOND -> time.truncatedTo(ChronoUnit.SECONDS);
            case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> day.atStartOfDay();
            case WEEK ->
                day.with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY))
                        .atStartOfDay();
            case MONTH -> day.with(TemporalAdjusters.firstDayOfMonth()).atStartOfDay();
        };

        assertThat(window.startMillis(now))
                .isEqualTo(start.toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    @Property
    void noClockOverflows(@ForAll("windows") Window window, @ForAll long now) {
        long start = window.startMillis(now);
        long end = window.endMillis(now);

        assertThat(start).isLessThan(end);
        assertThat(Window.clamp(now)).isBetween(start, end - 1);
    }

    @Provide
    Arbitrary<Window> windows() {
        return Arbitraries.oneOf(
                Arbitraries.of(Calendar.class),
                Arbitraries.longs().between(1, Seconds.MOST_SECONDS).map(Seconds::new));
    }

    @Provide
    Arbitrary<Long> moments() {
        long most = Window.MOST_MILLIS - Seconds.MOST_SECONDS * 1000;
        return Arbitraries.longs().between(-most, most);
    }
}
