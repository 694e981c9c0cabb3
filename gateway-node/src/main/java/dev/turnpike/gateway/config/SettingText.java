package dev.turnpike.gateway.config;

/** What a source says about a setting, and where. */
record SettingText(String source, String pointer, String text) {}
