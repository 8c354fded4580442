package ldmstudio.engine.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Files that are to a decoder what photographs are, made from numbers: soft forms of all sizes,
 * some hard edges, a little grain. For measuring.
 */
public final class Photographs {
    private static final float JPEG_QUALITY = 0.9f;
    private static final double GRAIN = 6;

    private Photographs() {}

    /** Writes {@code photo-000.jpg} and so on, of quality 90. */
    public static void jpegs(Path folder, int count, int width, int height) throws IOException {
        write(folder, count, width, height, "jpeg", "jpg");
    }

    /** Writes {@code photo-000.png} and so on. */
    public static void pngs(Path folder, int count, int width, int height) throws IOException {
        write(folder, count, width, height, "png", "png");
    }

    private static void write(
            Path folder, int count, int width, int height, String format, String ending)
            throws IOException {
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(String.format("photo-%03d.%s", i, ending));
            ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(JPEG_QUALITY);
            }
            try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(picture(i, width, height), null, null), param);
            } finally {
                writer.dispose();
            }
        }
    }

    private static BufferedImage picture(int number, int width, int height) {
        double[][] planes = new double[3][width * height];
        double strength = 60;
        for (int cell = Math.max(width, height) / 2; cell >= 2; cell /= 2) {
            for (int c = 0; c < planes.length; c++) {
                addForms(planes[c], number * 31L + cell * 7L + c, cell, strength, width, height);
            }
            strength *= 0.6;
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                // What lies in front is darker: an edge along a soft line.
                double shade = planes[0][i] + planes[1][i] > 40 ? -45 : 0;
                double grain = GRAIN * (value(number, x, y, 9) - 0.5);
                int rgb = 0;
                for (double[] plane : planes) {
                    rgb = rgb << 8 | level(128 + plane[i] + shade + grain);
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /** Adds random levels on a lattice, with smooth ways between them. */
    private static void addForms(
            double[] plane, long seed, int cell, double strength, int width, int height) {
        for (int y = 0; y < height; y++) {
            int row = y / cell;
            double down = smooth(y % cell / (double) cell);
            for (int x = 0; x < width; x++) {
                int column = x / cell;
                double across = smooth(x % cell / (double) cell);
                double above =
                        mixed(value(seed, column, row, 0), value(seed, column + 1, row, 0), across);
                double below =
                        mixed(
                                value(seed, column, row + 1, 0),
                                value(seed, column + 1, row + 1, 0),
                                across);
                plane[y * width + x] += strength * (2 * mixed(above, below, down) - 1);
            }
        }
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mixed(double a, double b, double t) {
        return a + (b - a) * t;
    }

    /** A number in [0, 1) from a place. */
    private static double value(long seed, int x, int y, int kind) {
        return (StepHash.mix(((seed * 16 + kind) * 8192 + y) * 8192 + x) >>> 11) * 0x1p-53;
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }
}
