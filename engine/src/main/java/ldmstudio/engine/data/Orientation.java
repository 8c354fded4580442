package ldmstudio.engine.data;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn that a camera wrote beside the pixels: EXIF tag 0x0112, 1 (upright) to 8.
 *
 * <p>Source: JEITA CP-3451 (EXIF 2.3), 4.6.4 A.
 */
final class Orientation {
    static final int UPRIGHT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Orientation.class);

    private Orientation() {}

    /** The tag's value; 1 where there is none or it is damaged, as all viewers do. */
    static int of(InputStream file, String name) {
        try (InputStream in = new BufferedInputStream(file)) {
            Collection<ExifIFD0Directory> directories =
                    ImageMetadataReader.readMetadata(in)
                            .getDirectoriesOfType(ExifIFD0Directory.class);
            for (ExifIFD0Directory directory : directories) {
                if (directory.containsTag(ExifIFD0Directory.TAG_ORIENTATION)) {
                    int value = directory.getInt(ExifIFD0Directory.TAG_ORIENTATION);
                    return value >= 1 && value <= 8 ? value : UPRIGHT;
                }
            }
        } catch (ImageProcessingException | IOException | MetadataException | RuntimeException e) {
            // Broken EXIF says nothing about the pixels; the decoder judges those.
            LOG.debug("no orientation in {}: {}", name, e.toString());
        }
        return UPRIGHT;
    }

    /** Whether width and height change places. */
    static boolean swapsSides(int orientation) {
        return orientation >= 5;
    }

    /** The picture as it is meant to be seen. */
    static PixelImage upright(PixelImage picture, int orientation) {
        if (orientation == UPRIGHT) {
            return picture;
        }
        int width = picture.width();
        int height = picture.height();
        int outWidth = swapsSides(orientation) ? height : width;
        int outHeight = swapsSides(orientation) ? width : height;
        int[] out = new int[picture.argb().length];
        for (int y = 0; y < outHeight; y++) {
            for (int x = 0; x < outWidth; x++) {
                int column =
                        switch (orientation) {
                            case 2, 3 -> width - 1 - x;
                            case 4 -> x;
                            case 5, 6 -> y;
                            default -> width - 1 - y;
                        };
                int row =
                        switch (orientation) {
                            case 2 -> y;
                            case 3, 4 -> height - 1 - y;
                            case 5, 8 -> x;
                            default -> height - 1 - x;
                        };
                out[y * outWidth + x] = picture.argb()[row * width + column];
            }
        }
        return new PixelImage(outWidth, outHeight, out);
    }
}
