package dev.turnpike.gateway.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public Internet from all others: private, loopback, link-local (where clouds keep their
 * metadata), shared, multicast, documentation (IANA special-purpose address registries, RFC 6890). For IPv6 that is the
 * global unicast space without the parts that are none, and an address that carries an IPv4 one is as public as that.
 */
final class PublicAddresses {
    private static final List<Block> NOT_PUBLIC_V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    private static final Block GLOBAL_UNICAST = Block.of("2000::/3");
    private static final List<Block> NOT_PUBLIC_V6 = blocks("2001::/23", "2001:db8::/32", "3fff::/20");
    private static final Block NAT64 = Block.of("64:ff9b::/96");
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final int SIX_TO_FOUR_OFFSET = 2;
    private static final int NAT64_OFFSET = 12;

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress(); // one that is mapped from IPv4 is an IPv4 one to Java
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC_V4.stream().noneMatch(block -> block.has(bytes));
        }
        if (NAT64.has(bytes)) {
            return contain(carried(bytes, NAT64_OFFSET));
        }
        if (SIX_TO_FOUR.has(bytes)) {
            return contain(carried(bytes, SIX_TO_FOUR_OFFSET));
        }
        return GLOBAL_UNICAST.has(bytes) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.has(bytes));
    }

    private static InetAddress carried(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(Block::of).toList();
    }

    /** The addresses that begin with the same bits. */
    private static final class Block {
        private final byte[] start;
        private final int bits;

        private Block(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                byte[] start = InetAddress.getByName(text.substring(0, slash)).getAddress(); // a literal: no look-up
                return new Block(start, Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(text, impossible);
            }
        }

        boolean has(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
