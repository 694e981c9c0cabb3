package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A person, or a program, that runs the gateway.
 *
 * @param name tells operators apart; of the people who must agree to a call, each counts once
 * @param role what the operator may do
 * @param token the hash of the operator's token
 */
public record Operator(String name, Role role, TokenHash token) {
    /** What an operator may do. */
    public enum Right {
        /** See approvals, without the arguments of the calls. */
        SEE_APPROVALS,
        /** See the arguments of the calls that are asked about. */
        SEE_ARGUMENTS,
        /** Approve and deny. */
        DECIDE,
        /** See servers, policies and grants, which hold no secrets. */
        SEE_DOCUMENTS,
        /** See what counters hold. */
        SEE_COUNTERS,
        /** Reset counters. */
        RESET_COUNTERS,
        /** See the nodes of the cluster. */
        SEE_NODES,
        /** See what was decided, and what operators did. */
        SEE_RECORDS,
        /** Change policies, and which of them a grant has. */
        CHANGE_POLICIES,
        /** Change every document. */
        CHANGE_DOCUMENTS
    }

    /** A set of rights. */
    public enum Role {
        ADMIN,
        POLICY_MANAGER,
        APPROVER,
        VIEWER;

        /** Whether operators of this role may do that. */
        public boolean has(Right right) {
            return switch (right) {
                case SEE_APPROVALS, SEE_DOCUMENTS, SEE_COUNTERS, SEE_NODES, SEE_RECORDS -> true;
                case SEE_ARGUMENTS, DECIDE -> this == APPROVER || this == ADMIN;
                case CHANGE_POLICIES -> this == POLICY_MANAGER || this == ADMIN;
                case CHANGE_DOCUMENTS, RESET_COUNTERS -> this == ADMIN;
            };
        }

        /** As documents and answers write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Role> named(String text) {
            return Arrays.stream(values())
                    .filter(role -> role.text().equals(text))
                    .findFirst();
        }

        static List<String> texts() {
            return Arrays.stream(values()).map(Role::text).toList();
        }
    }

    public Operator {
        requireNonNull(name, "name");
        requireNonNull(role, "role");
        requireNonNull(token, "token");
    }

    /** Whether the operator may do that. */
    public boolean may(Right right) {
        return role.has(right);
    }
}
