package dev.turnpike.gateway.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as people write them. */
final class AuditTimes {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private AuditTimes() {}

    /** An ISO time or day, {@code 2h} (ago), {@code yesterday}, {@code today} or {@code now}; empty for anything else. */
    static Optional<Instant> parse(String text, ZonedDateTime now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return Optional.of(now.toInstant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2))));
        }
        return switch (text) {
            case "now" -> Optional.of(now.toInstant());
            case "today" -> Optional.of(start(now.toLocalDate(), now));
            case "yesterday" -> Optional.of(start(now.toLocalDate().minusDays(1), now));
            default -> iso(text, now);
        };
    }

    private static Optional<Instant> iso(String text, ZonedDateTime now) {
        try {
            if (!text.contains("T")) {
                return Optional.of(start(LocalDate.parse(text), now));
            }
            if (text.endsWith("Z") || text.matches(".*T.*[+-][0-9:]+")) {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            }
            return Optional.of(LocalDateTime.parse(text).atZone(now.getZone()).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Instant start(LocalDate day, ZonedDateTime now) {
        return day.atStartOfDay(now.getZone()).toInstant();
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
