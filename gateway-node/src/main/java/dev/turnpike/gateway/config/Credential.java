package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in settings and documents that names a secret.
 *
 * @param owner whose it is, for people
 * @param token whether it is a token by which somebody comes in
 * @param reference where it is; empty if only its digest is known
 * @param hash the token's digest, if only that is known
 */
public record Credential(String owner, boolean token, Optional<SecretReference> reference, Optional<TokenHash> hash) {
    /** All of them, as far as the files can be read; what is wrong with the files is not told here. Blocks. */
    public static List<Credential> of(NodeConfig config) {
        List<Credential> all = new ArrayList<>();
        config.admin().token().ifPresent(place -> all.add(token("operator admin", place)));
        config.admin()
                .operators()
                .ifPresent(file -> parts(file)
                        .forEach(part -> part.tree()
                                .path("operators")
                                .forEach(operator -> token(
                                        "operator "
                                                + Quoted.of(
                                                        operator.path("name").asText()),
                                        operator,
                                        all))));
        config.resources().ifPresent(directory -> documents(directory, all));
        config.store()
                .flatMap(NodeConfig.Durable::password)
                .ifPresent(place -> all.add(secret(Setting.STORE_PASSWORD.key(), place)));
        config.recording()
                .export()
                .authorization()
                .ifPresent(place -> all.add(secret(Setting.AUDIT_EXPORT_AUTHORIZATION.key(), place)));
        config.recording().digestKey().ifPresent(place -> all.add(secret(Setting.AUDIT_ARGUMENT_DIGESTS.key(), place)));
        return all;
    }

    private static void documents(Path directory, List<Credential> all) {
        ResourceFiles files = new ResourceFiles(directory);
        Problems unused = new Problems();
        for (DocumentSource source : files.read(files.list(), unused)) {
            for (StrictText.Part part : StrictText.read(source, unused)) {
                JsonNode tree = part.tree();
                String name = Quoted.of(tree.path("name").asText());
                switch (tree.path("kind").asText()) {
                    case "Grant" -> token("grant " + name, tree, all);
                    case "Server" -> {
                        tree.at("/upstream/headers")
                                .forEach(header -> place(header)
                                        .ifPresent(reference -> all.add(secret("server " + name, reference))));
                        place(tree.at("/record_arguments/key"))
                                .ifPresent(reference -> all.add(secret("server " + name, reference)));
                    }
                    default -> {}
                }
            }
        }
    }

    private static void token(String owner, JsonNode holder, List<Credential> all) {
        place(holder.path("token")).ifPresent(reference -> all.add(token(owner, reference)));
        TokenHash.parse(holder.path("tokenSha256").asText())
                .ifPresent(hash -> all.add(new Credential(owner, true, Optional.empty(), Optional.of(hash))));
    }

    private static Optional<SecretReference> place(JsonNode text) {
        return SecretReference.parse(text.asText());
    }

    private static Credential token(String owner, SecretReference place) {
        return new Credential(owner, true, Optional.of(place), Optional.empty());
    }

    private static Credential secret(String owner, SecretReference place) {
        return new Credential(owner, false, Optional.of(place), Optional.empty());
    }

    private static List<StrictText.Part> parts(Path file) {
        try {
            return StrictText.read(new DocumentSource(file.toString(), BoundedFile.read(file)), new Problems());
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
