package dev.turnpike.gateway.cli.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends with a {@link ScanException} beyond a number of bytes. */
final class BoundedInput extends FilterInputStream {
    private final int maxBytes;
    private long readBytes;

    BoundedInput(InputStream in, int maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int bytes) {
        readBytes += bytes;
        if (readBytes > maxBytes) {
            throw new ScanException("the answer is larger than " + maxBytes + " bytes");
        }
    }
}
