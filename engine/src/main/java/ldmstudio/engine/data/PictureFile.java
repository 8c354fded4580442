package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One picture that a person gave, outside of any data set. */
public final class PictureFile {
    private PictureFile() {}

    /**
     * Reads a picture of any format that data sets may have, upright.
     *
     * @throws DataException when there is no such file or it is no picture, in words
     */
    public static PixelImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException("There is no picture " + file + ". Choose another file.");
        }
        try {
            return PictureDecoder.decode(file, Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new DataException(
                    file
                            + " cannot be read as a picture: "
                            + e.getMessage()
                            + ". Choose a PNG, JPEG, WebP, GIF, BMP or TIFF file.",
                    e);
        }
    }

    /** The picture scaled to cover a size, and what is too much cut off evenly. */
    public static PixelImage cover(PixelImage picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        double scale =
                Math.max(width / (double) picture.width(), height / (double) picture.height());
        int partWidth = (int) Math.max(1, Math.min(picture.width(), Math.round(width / scale)));
        int partHeight = (int) Math.max(1, Math.min(picture.height(), Math.round(height / scale)));
        Resampler.Region middle =
                new Resampler.Region(
                        (picture.width() - partWidth) / 2,
                        (picture.height() - partHeight) / 2,
                        partWidth,
                        partHeight);
        return Resampler.scale(picture, middle, width, height);
    }
}
