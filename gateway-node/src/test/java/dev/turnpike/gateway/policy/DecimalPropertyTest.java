package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DecimalPropertyTest {
    private static final BigDecimal MOST = new BigDecimal("1e12");

    @Property
    void numbersCompareAsExactDecimals(@ForAll("numbers") JsonNode one, @ForAll("numbers") JsonNode other) {
        int expected = one.decimalValue().compareTo(other.decimalValue());
        assertThat(Integer.signum(Decimal.of(other).compare(one))).isEqualTo(expected);
    }

    @Property
    void theSameNumberWrittenOtherwiseIsEqual(@ForAll("numbers") JsonNode number) {
        BigDecimal exact = number.decimalValue();
        JsonNode longer = DecimalNode.valueOf(exact.setScale(exact.scale() + 3));
        assertThat(Equality.of(longer, number)).isEqualTo(Verdict.HOLDS);
    }

    @Property
    void microsAreExactOrRefused(@ForAll("numbers") JsonNode number) {
        BigDecimal exact = number.decimalValue();
        boolean fits = exact.signum() >= 0
                && exact.compareTo(MOST) <= 0
                && exact.stripTrailingZeros().scale() <= 6;
        OptionalLong micros = Micros.of(exact);
        assertThat(micros.isPresent()).isEqualTo(fits);
        micros.ifPresent(value -> {
            assertThat(BigDecimal.valueOf(value, 6)).isEqualByComparingTo(exact);
            assertThat(Micros.toDecimal(value)).isEqualByComparingTo(exact);
            assertThat(Micros.toDecimal(value).toString()).doesNotContain("E");
        });
    }

    @Property
    void anyExponentIsJudgedAtOnce(@ForAll long digits, @ForAll int scale) {
        BigDecimal huge = BigDecimal.valueOf(digits, scale);
        JsonNode number = DecimalNode.valueOf(huge);
        assertThat(Decimal.of(number).compare(JsonNodeFactory.instance.numberNode(0)))
                .isEqualTo(-Long.signum(digits));
        assertThat(Decimal.of(JsonNodeFactory.instance.numberNode(7)).compare(number))
                .isEqualTo(huge.compareTo(BigDecimal.valueOf(7)));
        assertThat(Micros.of(huge).orElse(0)).isBetween(0L, 1_000_000_000_000_000_000L);
    }

    @Provide
    Arbitrary<JsonNode> numbers() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Arbitrary<JsonNode> decimals = Combinators.combine(
                        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(20).negate(), BigInteger.TEN.pow(20)),
                        Arbitraries.integers().between(-3, 12))
                .as((digits, scale) -> nodes.numberNode(new BigDecimal(digits, scale)));
        return Arbitraries.oneOf(
                decimals,
                Arbitraries.integers().between(-20, 20).map(nodes::numberNode),
                Arbitraries.longs().map(nodes::numberNode),
                Arbitraries.bigIntegers().map(nodes::numberNode),
                Arbitraries.doubles().map(nodes::numberNode));
    }
}
