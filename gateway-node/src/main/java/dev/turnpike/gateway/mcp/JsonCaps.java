package dev.turnpike.gateway.mcp;

/**
 * How large a JSON document and its parts may be. Beyond any of them it is refused before it costs more.
 *
 * @param maxBytes size of the document
 * @param maxDepth nested objects and arrays
 * @param maxNameLength characters of one key
 * @param maxNumberLength characters of one number
 * @param maxExponent distance of a number's first digit from the point; beyond it, arithmetic with it is no longer
 *     cheap
 * @param maxTokens values, keys and brackets: bounds the memory that a small body can claim
 */
public record JsonCaps(
        int maxBytes, int maxDepth, int maxNameLength, int maxNumberLength, int maxExponent, int maxTokens) {
    /** What a client may send: 4 MiB, 64 deep, numbers a little beyond what a double can hold. */
    public static final JsonCaps REQUEST = new JsonCaps(4 << 20, 64, 1024, 400, 400, 200_000);

    /** What an upstream may answer to {@code tools/list}: 16 MiB. */
    public static final JsonCaps TOOL_LIST = new JsonCaps(16 << 20, 128, 4096, 400, 400, 2_000_000);

    public JsonCaps {
        atLeastOne("maxBytes", maxBytes);
        atLeastOne("maxDepth", maxDepth);
        atLeastOne("maxNameLength", maxNameLength);
        atLeastOne("maxNumberLength", maxNumberLength);
        atLeastOne("maxExponent", maxExponent);
        atLeastOne("maxTokens", maxTokens);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
