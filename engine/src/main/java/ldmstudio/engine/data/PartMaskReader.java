package ldmstudio.engine.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Reads masks: a label picture, whose numbers are the parts, or one black and white picture a part.
 *
 * <p>Numbers are those of the file, grey value or palette entry, never a colour made of them: a
 * colour space in between would change the labels.
 */
public final class PartMaskReader {
    private PartMaskReader() {}

    /**
     * Reads a mask from one picture: its numbers, or what is not black where there is one part.
     *
     * @throws IOException with a clause for people when it is no mask
     */
    public static PartMask read(Path file, int partCount) throws IOException {
        try {
            return partCount == 1 ? joined(Map.of(1, file)) : labels(file, partCount);
        } catch (IOException e) {
            throw new IOException(FileTrouble.reason(e), e);
        }
    }

    /**
     * Reads a label picture: 0 for none, n for part n − 1.
     *
     * @throws IOException with a clause for people when it is no picture, or shows more parts
     */
    public static PartMask labels(Path file, int partCount) throws IOException {
        Raster raster = read(file).getRaster();
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] parts = new byte[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                if (row[x] > partCount) {
                    throw new IOException(
                            "the mask holds the number %d, but its parts are 1 to %d and 0 is none"
                                    .formatted(row[x], partCount));
                }
                parts[y * width + x] = (byte) row[x];
            }
        }
        return new PartMask(width, height, parts);
    }

    /**
     * Joins pictures of single parts; where they overlap the later part wins, as in CelebAMask-HQ's
     * own tool.
     *
     * @param files by part, from 1
     */
    static PartMask joined(Map<Integer, Path> files) throws IOException {
        @Nullable PartMask joined = null;
        for (Map.Entry<Integer, Path> each : new TreeMap<>(files).entrySet()) {
            BufferedImage picture = read(each.getValue());
            int width = picture.getWidth();
            int height = picture.getHeight();
            if (joined == null) {
                joined = new PartMask(width, height, new byte[width * height]);
            }
            if (width != joined.width() || height != joined.height()) {
                throw new IOException(
                        "%s is %dx%d, but another part of the same picture is %dx%d"
                                .formatted(
                                        each.getValue().getFileName(),
                                        width,
                                        height,
                                        joined.width(),
                                        joined.height()));
            }
            int[] row = new int[width];
            for (int y = 0; y < height; y++) {
                picture.getRGB(0, y, width, 1, row, 0, width);
                for (int x = 0; x < width; x++) {
                    if ((row[x] & 0xFFFFFF) != 0) {
                        joined.parts()[y * width + x] = each.getKey().byteValue();
                    }
                }
            }
        }
        if (joined == null) {
            throw new IOException("there is no part");
        }
        return joined;
    }

    private static BufferedImage read(Path file) throws IOException {
        // Also refuses what is no picture, or far too large to be one.
        PictureDecoder.header(file);
        try {
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw new IOException("it is no picture that can be read");
            }
            return picture;
        } catch (RuntimeException e) {
            throw new IOException("the picture is damaged: " + e.getMessage(), e);
        }
    }
}
