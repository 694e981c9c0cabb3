package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the operators: those of the file, and the one of the setting {@code admin-token}. Confined to one reading. */
final class OperatorsReader {
    /** The operator whose token is a setting, or made at start. */
    static final String ADMIN = "admin";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,126}");

    private final Secrets secrets;
    private final Problems problems = new Problems();
    private final List<Operator> operators = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<TokenHash, String> tokens = new HashMap<>();

    private OperatorsReader(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads all of them. Blocks.
     *
     * @param made the token of the operator {@code admin}, if it was made here
     * @throws ConfigException with everything that is wrong
     */
    static Operators read(NodeConfig.Admin config, Secrets secrets, Optional<Secret> made) {
        OperatorsReader reader = new OperatorsReader(secrets);
        made.ifPresent(token -> reader.admin(TokenHash.of(token.reveal())));
        config.token().ifPresent(reader::admin);
        config.operators().ifPresent(reader::file);
        reader.problems.refuse();
        return new Operators(reader.operators);
    }

    private void admin(SecretReference reference) {
        String source = Setting.ADMIN_TOKEN.key();
        try {
            UsableToken.hash(secrets.resolve(reference))
                    .ifPresentOrElse(
                            this::admin,
                            () -> problems.add(
                                    SettingText.of(source, ""),
                                    "`" + reference + "` holds no usable token",
                                    UsableToken.EXPECTED));
        } catch (SecretException unusable) {
            problems.add(
                    SettingText.of(source, ""),
                    String.valueOf(unusable.getMessage()),
                    "without this setting and `operators` one is made");
        }
    }

    private void admin(TokenHash token) {
        names.put(ADMIN, "the setting `" + Setting.ADMIN_TOKEN.key() + "`");
        tokens.put(token, "the setting `" + Setting.ADMIN_TOKEN.key() + "`");
        operators.add(new Operator(ADMIN, Operator.Role.ADMIN, token));
    }

    private void file(Path file) {
        String name = file.toString();
        try {
            DocumentSource text = new DocumentSource(name, BoundedFile.read(file));
            Problems own = new Problems();
            List<StrictText.Part> parts = StrictText.read(text, own);
            own.errors().forEach(problems::add);
            if (parts.size() == 1 && isDocument(parts.get(0))) {
                document(parts.get(0));
            } else if (own.errors().isEmpty()) {
                problems.add(name, "", "not one object", "write `operators:` and a list");
            }
        } catch (IOException unreadable) {
            problems.add(name, "", "cannot be read", BoundedFile.reason(unreadable));
        }
    }

    private static boolean isDocument(StrictText.Part part) {
        return part.tree().isObject() && part.prefix().isEmpty();
    }

    private void document(StrictText.Part part) {
        try (Fields fields = new Fields(part, "", (ObjectNode) part.tree(), problems)) {
            Optional<JsonNode> list = fields.required("operators", fields::any);
            if (list.isPresent() && !list.get().isArray()) {
                fields.wrong("operators", "of the wrong type", "expected a list");
                return;
            }
            list.ifPresent(elements -> {
                for (int index = 0; index < elements.size(); index++) {
                    element(part, "/operators/" + index, elements.get(index));
                }
            });
        }
    }

    private void element(StrictText.Part part, String pointer, JsonNode element) {
        if (!(element instanceof ObjectNode object)) {
            problems.add(part, pointer, "not an object", "write `name`, `role` and `token`");
            return;
        }
        try (Fields fields = new Fields(part, pointer, object, problems)) {
            Optional<String> name = fields.required("name", key -> name(fields, key));
            name.ifPresent(own -> unique(names, own, "the name of another operator", part, pointer + "/name"));
            Optional<Operator.Role> role = fields.required("role", key -> role(part, pointer, fields, key));
            Optional<TokenHash> token = token(part, pointer, fields);
            token.ifPresent(own -> unique(
                    tokens,
                    own,
                    "the token of another operator",
                    part,
                    pointer + (fields.has("token") ? "/token" : "/tokenSha256")));
            if (name.isPresent() && role.isPresent() && token.isPresent()) {
                operators.add(new Operator(name.get(), role.get(), token.get()));
            }
        }
    }

    private static Optional<String> name(Fields fields, String key) {
        return fields.parsed(
                key,
                "lower-case letters, digits and `.`, `_`, `@`, `+`, `-`, at most 127, the first a letter or a digit",
                text -> Optional.of(text).filter(name -> NAME.matcher(name).matches()));
    }

    private Optional<Operator.Role> role(StrictText.Part part, String pointer, Fields fields, String key) {
        Optional<String> text = fields.text(key);
        Optional<Operator.Role> role = text.flatMap(Operator.Role::named);
        if (text.isPresent() && role.isEmpty()) {
            problems.addUnknown(part, pointer + "/" + key, "role", text.get(), Operator.Role.texts());
        }
        return role;
    }

    private Optional<TokenHash> token(StrictText.Part part, String pointer, Fields fields) {
        Optional<SecretReference> reference = fields.secret("token");
        Optional<TokenHash> hash = fields.parsed("tokenSha256", TokenHash.EXPECTED, TokenHash::parse);
        if (fields.has("token") && fields.has("tokenSha256")) {
            fields.wrong("tokenSha256", "there beside `token`", "remove one of them");
        } else if (!fields.has("token") && !fields.has("tokenSha256")) {
            problems.add(part, pointer, "`token` is missing", "write `token`, a reference, or `tokenSha256`");
        }
        return reference.isPresent() ? presented(fields, reference.get()) : hash;
    }

    private Optional<TokenHash> presented(Fields fields, SecretReference reference) {
        try {
            Optional<TokenHash> hash = UsableToken.hash(secrets.resolve(reference));
            if (hash.isEmpty()) {
                fields.wrong("token", "`" + reference + "` holds no usable token", UsableToken.EXPECTED);
            }
            return hash;
        } catch (SecretException unusable) {
            fields.wrong("token", String.valueOf(unusable.getMessage()), "put the token there, or remove the operator");
            return Optional.empty();
        }
    }

    private <K> void unique(Map<K, String> owners, K own, String message, StrictText.Part part, String pointer) {
        String other = owners.putIfAbsent(own, pointer.substring(0, pointer.lastIndexOf('/')));
        if (other != null) {
            problems.add(part, pointer, message, "the other is " + other + "; every operator needs their own");
        }
    }
}
