package dev.turnpike.gateway.policy;

import java.util.function.Function;

/** A policy's answer to one call. Under a shadow policy the same answer is given, and only recorded. */
public sealed interface Decision {
    /** Handles every case; a new one breaks the callers at compile time. */
    <T> T fold(Function<Allow, T> allow, Function<Deny, T> deny, Function<Ask, T> ask);

    /** Forward, once the permit is spent. */
    record Allow(Permit permit) implements Decision {
        @Override
        public <T> T fold(Function<Allow, T> allow, Function<Deny, T> deny, Function<Ask, T> ask) {
            return allow.apply(this);
        }
    }

    /** Refuse; nothing is spent. */
    record Deny(Refusal refusal) implements Decision {
        @Override
        public <T> T fold(Function<Allow, T> allow, Function<Deny, T> deny, Function<Ask, T> ask) {
            return deny.apply(this);
        }
    }

    /**
     * Ask a person; once approved, forward when the permit is spent.
     *
     * @param refusal what the agent gets while nobody has approved; names the rule that asks
     * @param terms how to ask
     * @param permit what an approved call spends; a call that could not spend it now is refused before a person is asked
     */
    record Ask(Refusal refusal, ApprovalTerms terms, Permit permit) implements Decision {
        @Override
        public <T> T fold(Function<Allow, T> allow, Function<Deny, T> deny, Function<Ask, T> ask) {
            return ask.apply(this);
        }
    }
}
