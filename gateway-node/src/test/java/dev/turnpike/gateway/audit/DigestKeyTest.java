package dev.turnpike.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DigestKeyTest {
    private static final DigestKey KEY = new DigestKey("k".repeat(32));

    /** As computed by {@code openssl dgst -sha256 -hmac kkkk…} over {@code {"a":"é","amount":4.1}}. */
    private static final String KNOWN = "QQ9AVf81KfubuWCrQr-GeqF4m-PlOpgn2Je_wEWxokM";

    @Test
    void itIsTheHmacOfTheCanonicalForm() throws IOException {
        assertThat(digest("{\"amount\":4.10,\"a\":\"\\u00e9\"}")).isEqualTo(KNOWN);
        assertThat(digest("{ \"a\" : \"é\", \"amount\" : 41e-1 }")).isEqualTo(KNOWN);
    }

    @Test
    void otherValuesOtherKeysAndNumbersBeyondDoublesAreOthers() throws IOException {
        assertThat(digest("{\"amount\":4.2,\"a\":\"é\"}")).isNotEqualTo(KNOWN);
        assertThat(new DigestKey("l".repeat(32)).digest(json("{\"amount\":4.1,\"a\":\"é\"}")))
                .isNotEqualTo(KNOWN);
        assertThat(digest("{\"account\":12345678901234567890}"))
                .isNotEqualTo(digest("{\"account\":12345678901234567891}"));
    }

    @Test
    void theIdTellsKeysApartAndIsNoPartOfThem() {
        assertThat(KEY.id())
                .hasSize(8)
                .isNotEqualTo(new DigestKey("l".repeat(32)).id())
                .doesNotContain("kkk");
    }

    @Test
    void aShortKeyIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> new DigestKey("secret-and-short"))
                .hasMessageContaining("16 characters")
                .hasMessageNotContaining("secret-and-short");
    }

    private static String digest(String arguments) throws IOException {
        return KEY.digest(json(arguments));
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(text);
    }
}
