package dev.turnpike.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FingerprintTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String ARGUMENTS = "{\"a\":1,\"b\":[\"x\",{\"c\":0.1,\"d\":null}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"b\":[\"x\",{\"d\":null,\"c\":0.1}],\"a\":1}",
                "{ \"a\" : 1.0, \"b\" : [\"\\u0078\", {\"c\": 1e-1, \"d\": null}] }",
                "{\"a\":1e0,\"b\":[\"x\",{\"c\":0.10,\"d\":null}]}"
            })
    void theSameArgumentsInOtherWordsAreTheSame(String other) throws Exception {
        assertThat(of(other)).isEqualTo(of(ARGUMENTS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":2,\"b\":[\"x\",{\"c\":0.1,\"d\":null}]}",
                "{\"a\":1,\"b\":[\"x\",{\"c\":0.1}]}",
                "{\"a\":\"1\",\"b\":[\"x\",{\"c\":0.1,\"d\":null}]}",
                "{\"a\":1,\"b\":[{\"c\":0.1,\"d\":null},\"x\"]}",
                "{\"a\":true,\"b\":[\"x\",{\"c\":0.1,\"d\":null}]}",
                "{\"a\":1,\"b\":[\"X\",{\"c\":0.1,\"d\":null}]}"
            })
    void otherArgumentsAreOthers(String other) throws Exception {
        assertThat(of(other)).isNotEqualTo(of(ARGUMENTS));
    }

    @Test
    void twoNumbersThatOneDoubleStandsForAreOthers() throws Exception {
        assertThat(of("{\"account\":9007199254740993}")).isNotEqualTo(of("{\"account\":9007199254740992}"));
        assertThat(of("{\"account\":9007199254740993}")).isEqualTo(of("{\"account\":9007199254740993.0}"));
        assertThat(of("{\"a\":0.10000000000000000001}")).isNotEqualTo(of("{\"a\":0.1}"));
        assertThat(of("{\"a\":1e399}")).isNotEqualTo(of("{\"a\":1e398}"));
        assertThat(of("{\"a\":9007199254740993,\"b\":null}")).isNotEqualTo(of("{\"a\":null,\"b\":9007199254740993}"));
        assertThat(of("{\"a\":9007199254740993}")).isNotEqualTo(of("{\"a\":null}"));
        assertThat(of("{\"a\":9007199254740993,\"b\":9007199254740995}"))
                .isEqualTo(of("{\"b\":9007199254740995,\"a\":9007199254740993}"));
    }

    @Test
    void everythingThatACallIsMadeOfCounts() throws Exception {
        ObjectNode arguments = object(ARGUMENTS);
        assertThat(java.util.Set.of(
                        Fingerprint.of("g", "s", "t", "r", "p", 1, arguments),
                        Fingerprint.of("G", "s", "t", "r", "p", 1, arguments),
                        Fingerprint.of("g", "S", "t", "r", "p", 1, arguments),
                        Fingerprint.of("g", "s", "T", "r", "p", 1, arguments),
                        Fingerprint.of("g", "s", "t", "R", "p", 1, arguments),
                        Fingerprint.of("g", "s", "t", "r", "P", 1, arguments),
                        Fingerprint.of("g", "s", "t", "r", "p", 2, arguments)))
                .hasSize(7);
    }

    private static String of(String arguments) throws Exception {
        return Fingerprint.of("g", "s", "t", "r", "p", 1, object(arguments));
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }
}
