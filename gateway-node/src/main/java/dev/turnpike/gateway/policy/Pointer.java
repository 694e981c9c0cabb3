package dev.turnpike.gateway.policy;

/** JSON Pointers (RFC 6901) as text. */
final class Pointer {
    private Pointer() {}

    /** {@code parent} and one level down. */
    static String child(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String child(String parent, int index) {
        return parent + "/" + index;
    }
}
