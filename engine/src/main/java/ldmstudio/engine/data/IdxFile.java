package ldmstudio.engine.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of one IDX file of unsigned bytes, gzip or not: {@code count} items of equal length.
 *
 * <p>Layout: bytes 0, 0, type (8 = unsigned byte), number of dimensions; each dimension as a
 * big-endian 32-bit number, the first being the count; then the values. Memory grows with what is
 * really read, never with what the header promises.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
final class IdxFile {
    private static final int UNSIGNED_BYTE = 8;
    private static final int CHUNK_BYTES = 1 << 20;

    /** What DEFLATE can gain at most: more cannot come out of a file of a given length. */
    private static final long MOST_DEFLATE_GAIN = 1032;

    private final int[] dimensions;
    private final int itemLength;
    private final int itemsPerChunk;
    private final List<byte[]> chunks;

    private IdxFile(int[] dimensions, int itemLength, int itemsPerChunk, List<byte[]> chunks) {
        this.dimensions = dimensions;
        this.itemLength = itemLength;
        this.itemsPerChunk = itemsPerChunk;
        this.chunks = chunks;
    }

    /**
     * Reads and checks a file.
     *
     * @param rank 3 for pictures (count, rows, columns), 1 for labels
     * @throws DataException if it is no such file, or shorter or longer than its header says
     */
    static IdxFile read(Path file, int rank) {
        try {
            return readChecked(file, rank);
        } catch (ZipException e) {
            throw new DataException(
                    file + " is a damaged gzip file (" + e.getMessage() + "); fetch it again.", e);
        } catch (EOFException e) {
            throw new DataException(
                    file
                            + " ends before all that its header promises; it was cut off. Fetch it"
                            + " again.",
                    e);
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(file, e), e);
        }
    }

    private static IdxFile readChecked(Path file, int rank) throws IOException {
        boolean gzip = isGzip(file);
        try (InputStream in = open(file, gzip)) {
            int[] dimensions = readHeader(in, file, rank);
            long itemLength = 1;
            for (int d = 1; d < rank; d++) {
                itemLength *= dimensions[d];
            }
            long total = itemLength * dimensions[0];
            checkSize(file, gzip, total + 4 + 4L * rank, itemLength);
            int itemsPerChunk = Math.max(1, (int) (CHUNK_BYTES / itemLength));
            List<byte[]> chunks = new ArrayList<>();
            for (int done = 0; done < dimensions[0]; done += itemsPerChunk) {
                int items = Math.min(itemsPerChunk, dimensions[0] - done);
                byte[] chunk = in.readNBytes((int) (items * itemLength));
                if (chunk.length < items * itemLength) {
                    throw new EOFException();
                }
                chunks.add(chunk);
            }
            if (in.read() >= 0) {
                throw new DataException(
                        file
                                + " goes on after the "
                                + dimensions[0]
                                + " items that its header promises; the header or the file is"
                                + " wrong.");
            }
            return new IdxFile(dimensions, (int) itemLength, itemsPerChunk, chunks);
        }
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
        }
    }

    private static InputStream open(Path file, boolean gzip) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private static int[] readHeader(InputStream in, Path file, int rank) throws IOException {
        byte[] magic = in.readNBytes(4);
        boolean isIdx = magic.length == 4 && magic[0] == 0 && magic[1] == 0;
        if (!isIdx || magic[2] != UNSIGNED_BYTE || magic[3] != rank) {
            throw new DataException(
                    "%s is not an IDX file of %s: it starts with %s instead of 00 00 08 %02x."
                            .formatted(file, rank == 1 ? "labels" : "pictures", hex(magic), rank));
        }
        int[] dimensions = new int[rank];
        for (int d = 0; d < rank; d++) {
            byte[] four = in.readNBytes(4);
            if (four.length < 4) {
                throw new EOFException();
            }
            dimensions[d] = ByteBuffer.wrap(four).getInt();
            if (dimensions[d] < (d == 0 ? 0 : 1) || (d > 0 && dimensions[d] > 65_535)) {
                throw new DataException(
                        file
                                + " has a broken header: dimension "
                                + d
                                + " is "
                                + Integer.toUnsignedString(dimensions[d])
                                + ".");
            }
        }
        return dimensions;
    }

    private static void checkSize(Path file, boolean gzip, long promised, long itemLength)
            throws IOException {
        long bytes = Files.size(file);
        if (gzip ? promised / MOST_DEFLATE_GAIN > bytes : promised > bytes) {
            throw new DataException(
                    file
                            + " promises "
                            + promised
                            + " bytes in its header, but has only "
                            + bytes
                            + (gzip ? " (packed)" : "")
                            + "; it was cut off or its header is wrong.");
        }
        long bound = Runtime.getRuntime().maxMemory() / 2;
        if (promised > bound || itemLength > Integer.MAX_VALUE / 4) {
            throw new DataException(
                    "%s needs %,d MB of memory, more than half of what this program may use (%,d MB). Start it with a larger -Xmx, or unpack the pictures to a folder."
                            .formatted(file, promised >> 20, bound >> 19));
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.isEmpty() ? "" : " ").append("%02x".formatted(b));
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }

    int count() {
        return dimensions[0];
    }

    /** Size of dimension {@code d}; 0 is the count. */
    int dimension(int d) {
        return dimensions[d];
    }

    /** Value {@code offset} of item {@code i}, 0 … 255. */
    int value(int i, int offset) {
        return chunks.get(i / itemsPerChunk)[i % itemsPerChunk * itemLength + offset] & 255;
    }

    /** Adds header and content, unpacked, to a fingerprint. */
    void addTo(Fingerprint fingerprint) {
        for (int size : dimensions) {
            fingerprint.add(size);
        }
        for (byte[] chunk : chunks) {
            fingerprint.add(chunk, 0, chunk.length);
        }
    }
}
