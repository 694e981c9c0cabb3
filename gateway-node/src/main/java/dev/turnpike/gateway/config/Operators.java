package dev.turnpike.gateway.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators of a node at one moment. Immutable. */
public final class Operators {
    private final Map<TokenHash, Operator> byToken;

    /** @throws IllegalStateException if two have one token */
    public Operators(Collection<Operator> all) {
        this.byToken = all.stream().collect(Collectors.toUnmodifiableMap(Operator::token, Function.identity()));
    }

    /** The operator whose token this is. */
    public Optional<Operator> byToken(String bearer) {
        return bearer.length() > Directory.MOST_TOKEN_CHARS ? Optional.empty() : byHash(TokenHash.of(bearer));
    }

    /** The operator that has this token, given the token's hash. */
    public Optional<Operator> byHash(TokenHash hash) {
        return Optional.ofNullable(byToken.get(hash));
    }

    public Collection<Operator> all() {
        return byToken.values();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Operators that && byToken.equals(that.byToken);
    }

    @Override
    public int hashCode() {
        return byToken.hashCode();
    }
}
