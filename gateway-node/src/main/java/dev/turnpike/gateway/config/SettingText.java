package dev.turnpike.gateway.config;

import dev.turnpike.gateway.policy.Problem;
import java.util.Optional;

/** What a source says about a setting, and where. */
record SettingText(String source, String pointer, Optional<Problem.Place> place, String text) {
    /** What a source says that is nothing but the setting. */
    static SettingText of(String source, String text) {
        return new SettingText(source, "", Optional.empty(), text);
    }
}
