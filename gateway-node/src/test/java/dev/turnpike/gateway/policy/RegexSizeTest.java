package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{999}){999}){999}",
                "(?:(?:a{100}b){100})",
                "[a-z]{1000}[a-z]{1000}[a-z]{2}",
                "(x{2000},){2}",
                "\\Qab\\E(a{50}){50}",
                "[]a]{999}([^]]{999}){2}"
            })
    void repetitionsMultiplyWithWhatTheyRepeat(String regex) {
        assertThat(RegexSize.of(regex)).isGreaterThan(Caps.REGEX_SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)test",
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "\\x{10000}+",
                "[{9999}]",
                "\\{9999}",
                "^/(srv|tmp)/[^/]{1,255}$",
                "a{,9999}"
            })
    void whatPeopleWriteIsSmall(String regex) {
        assertThat(RegexSize.of(regex)).isLessThan(400);
    }
}
