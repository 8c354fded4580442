package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, because pickles do not say their length, and ends what does not end. */
final class BoundedStream extends InputStream {
    private final InputStream in;
    private final long limit;
    private long count;

    BoundedStream(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        counted(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        counted(Math.max(read, 0));
        return read;
    }

    private void counted(int bytes) throws CheckpointException {
        count += bytes;
        if (count > limit) {
            throw new CheckpointException(
                    "The description of the tensors is longer than "
                            + (limit >> 20)
                            + " MiB; no real checkpoint's is, so the file is not read");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
