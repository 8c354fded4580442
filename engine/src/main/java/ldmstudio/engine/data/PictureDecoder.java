package ldmstudio.engine.data;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes picture files: JPEG (CMYK too), PNG, WebP, GIF (first frame), BMP, TIFF; upright, opaque,
 * 8-bit sRGB.
 *
 * <p>Every failure is an {@link IOException} whose message is a clause for people; hostile files
 * cost neither the memory that they ask for nor an unchecked exception.
 */
final class PictureDecoder {
    /** Pictures with more pixels are refused before anything is decoded. */
    static final long MOST_PIXELS = 100_000_000;

    static final long MOST_FILE_BYTES = 512L << 20;

    /** From here on decoding skips pixels where far fewer are wanted. */
    private static final long LARGE_PIXELS = 2_000_000;

    /** Skipping leaves this many times the pixels wanted along a side; the rest is averaged. */
    private static final int KEPT_FOR_AVERAGING = 4;

    private PictureDecoder() {}

    /** A file's header: the size is that of the upright picture. */
    record Header(PictureFormat format, int width, int height) {}

    /**
     * Decodes a file.
     *
     * @param shortSide the result's short side is at least this where the file's is
     */
    static PixelImage decode(Path file, int shortSide) throws IOException {
        return decode(bytes(file), file.toString(), shortSide);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MOST_FILE_BYTES) {
            throw new IOException("the file is larger than %d MB".formatted(MOST_FILE_BYTES >> 20));
        }
        return Files.readAllBytes(file);
    }

    /** Decodes a file that is in memory; {@code name} is what its EXIF reader calls it. */
    static PixelImage decode(byte[] bytes, String name, int shortSide) throws IOException {
        return guarded(() -> scalable(bytes, name, shortSide).picture());
    }

    /** The same in the form that scales fastest. */
    static Scalable scalable(Path file, int shortSide) throws IOException {
        return scalable(bytes(file), file.toString(), shortSide);
    }

    /** The same in the form that scales fastest. */
    static Scalable scalable(byte[] bytes, String name, int shortSide) throws IOException {
        PictureFormat format = formatOf(bytes);
        int orientation = orientation(bytes, format, name);
        return guarded(
                () -> {
                    Scalable picture = quick(bytes, format, shortSide);
                    if (picture == null) {
                        try (ImageInputStream in = new ByteArrayImageInputStream(bytes)) {
                            picture = Resampler.scalable(decode(in, format, shortSide));
                        }
                    }
                    return orientation == Orientation.UPRIGHT
                            ? picture
                            : Resampler.scalable(
                                    Orientation.upright(picture.picture(), orientation));
                });
    }

    /** What the quick decoders make of it; null: it is a case for ImageIO. */
    private static @Nullable Scalable quick(byte[] bytes, PictureFormat format, int shortSide)
            throws IOException {
        if (format == PictureFormat.PNG) {
            return PngDecoder.decode(bytes);
        }
        if (format != PictureFormat.JPEG) {
            return null;
        }
        JpegLayout layout = JpegLayout.ofOrdinary(bytes);
        if (layout == null) {
            return null;
        }
        checkSize(layout.width(), layout.height());
        return JpegDecoder.decode(bytes, layout, shortSide);
    }

    /** Reads a file's header and checks that its size is sane; decodes nothing. */
    static Header header(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(PictureFormat.HEAD_BYTES);
        }
        PictureFormat format = formatOf(head);
        return guarded(
                () -> {
                    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
                        return header(
                                in,
                                format,
                                () -> Orientation.of(Files.newInputStream(file), file.toString()));
                    }
                });
    }

    /** Reads the header of a file that is in memory. */
    static Header header(byte[] bytes, String name) throws IOException {
        PictureFormat format = formatOf(bytes);
        return guarded(
                () -> {
                    try (ImageInputStream in = new ByteArrayImageInputStream(bytes)) {
                        return header(in, format, () -> orientation(bytes, format, name));
                    }
                });
    }

    private static Header header(
            ImageInputStream in, PictureFormat format, Decoding<Integer> orientation)
            throws IOException {
        ImageReader reader = reader(format, in);
        try {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkSize(width, height);
            boolean swapped =
                    format != PictureFormat.GIF
                            && format != PictureFormat.BMP
                            && Orientation.swapsSides(orientation.run());
            return new Header(format, swapped ? height : width, swapped ? width : height);
        } finally {
            reader.dispose();
        }
    }

    private static PictureFormat formatOf(byte[] bytes) throws IOException {
        PictureFormat format = PictureFormat.of(bytes);
        if (format == null) {
            throw new IOException(PictureFormat.guess(bytes));
        }
        return format;
    }

    /** Parses EXIF only where its marker occurs: most pictures of a collection have none. */
    private static int orientation(byte[] bytes, PictureFormat format, String name) {
        boolean mayTurn =
                switch (format) {
                    case JPEG, WEBP -> mentionsExif(bytes, 0, bytes.length);
                    case PNG -> PngDecoder.anyBesidePixels(bytes, PictureDecoder::mentionsExif);
                    case TIFF -> true;
                    case GIF, BMP -> false;
                };
        return mayTurn
                ? Orientation.of(new ByteArrayInputStream(bytes), name)
                : Orientation.UPRIGHT;
    }

    private static boolean mentionsExif(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if ((bytes[i + 1] | 32) == 'x'
                    && (bytes[i] | 32) == 'e'
                    && (bytes[i + 2] | 32) == 'i'
                    && (bytes[i + 3] | 32) == 'f') {
                return true;
            }
        }
        return false;
    }

    private static PixelImage decode(ImageInputStream in, PictureFormat format, int shortSide)
            throws IOException {
        ImageReader reader = reader(format, in);
        try {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkSize(width, height);
            String[] cutOff = new String[1];
            reader.addIIOReadWarningListener(
                    (source, warning) -> {
                        if (meansCutOff(warning)) {
                            cutOff[0] = warning;
                        }
                    });
            ImageReadParam param = reader.getDefaultReadParam();
            int skip = subsampling(width, height, shortSide);
            if (skip > 1) {
                param.setSourceSubsampling(skip, skip, 0, 0);
            }
            BufferedImage image = reader.read(0, param);
            if (cutOff[0] != null) {
                throw new IOException("the file is cut off: " + cutOff[0]);
            }
            return PixelReader.read(image);
        } finally {
            reader.dispose();
        }
    }

    /** libjpeg fills the missing part with grey and only warns; such a picture teaches grey. */
    private static boolean meansCutOff(@Nullable String warning) {
        if (warning == null) {
            return false;
        }
        String lower = warning.toLowerCase(Locale.ROOT);
        return lower.contains("premature end") || lower.contains("truncated");
    }

    private static int subsampling(int width, int height, int shortSide) {
        if ((long) width * height < LARGE_PIXELS) {
            return 1;
        }
        return Math.max(1, Math.min(width, height) / (KEPT_FOR_AVERAGING * shortSide));
    }

    static void checkSize(int width, int height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("its header says %d x %d pixels".formatted(width, height));
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new IOException(
                    "it has %d x %d pixels, more than the %d megapixels allowed; make it smaller"
                            .formatted(width, height, MOST_PIXELS / 1_000_000));
        }
    }

    private static ImageReader reader(PictureFormat format, ImageInputStream in)
            throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.readerName());
        if (!readers.hasNext()) {
            throw new IOException("this installation has no decoder for " + format);
        }
        ImageReader reader = readers.next();
        reader.setInput(in, false, true);
        return reader;
    }

    @FunctionalInterface
    private interface Decoding<T> {
        T run() throws IOException;
    }

    /**
     * Decoders answer damaged files with all kinds of unchecked exceptions; here they become one.
     */
    private static <T> T guarded(Decoding<T> decoding) throws IOException {
        try {
            return decoding.run();
        } catch (IIOException e) {
            throw new IOException("the picture is damaged: " + message(e), e);
        } catch (EOFException e) {
            throw new IOException("the file is cut off", e);
        } catch (RuntimeException e) {
            throw new IOException("the picture is damaged: " + message(e), e);
        } catch (IOException e) {
            throw e.getMessage() == null ? new IOException("the picture is damaged", e) : e;
        } catch (OutOfMemoryError e) {
            throw new IOException("it needs more memory than there is left", e);
        }
    }

    private static String message(Exception e) {
        Throwable innermost = e;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage();
        return text == null || text.isBlank() ? innermost.getClass().getSimpleName() : text;
    }
}
