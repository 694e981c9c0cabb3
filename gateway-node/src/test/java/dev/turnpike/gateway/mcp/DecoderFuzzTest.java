package dev.turnpike.gateway.mcp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/**
 * Any bytes: either refused, or read as another strict reader reads them. In ordinary runs only the committed seeds are
 * tried; with {@code JAZZER_FUZZ=1} in the environment new ones are made up:
 *
 * <pre>{@code JAZZER_FUZZ=1 mvn -pl gateway-node -am test -Dtest=DecoderFuzzTest -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
final class DecoderFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void acceptedBytesHaveOneReading(byte[] body) throws IOException {
        DecoderPropertyTest.assertSameReading(body);
    }
}
