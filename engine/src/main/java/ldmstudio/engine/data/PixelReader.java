package ldmstudio.engine.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Turns what ImageIO decodes into opaque 8-bit sRGB pixels, transparency over white. */
final class PixelReader {
    private PixelReader() {}

    static PixelImage read(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] argb;
        if (isGrey(image)) {
            argb = grey(image.getRaster());
        } else if (isPackedBgr(image)) {
            argb = bgr((DataBufferByte) image.getRaster().getDataBuffer());
        } else {
            argb = image.getRGB(0, 0, width, height, null, 0, width);
            if (image.getColorModel().hasAlpha()) {
                flatten(argb);
            }
        }
        return new PixelImage(width, height, argb);
    }

    /**
     * Grey is read from the samples: {@code getRGB} would take it for linear light and brighten it.
     */
    private static boolean isGrey(BufferedImage image) {
        return !(image.getColorModel() instanceof IndexColorModel)
                && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && image.getRaster().getNumBands() <= 2;
    }

    private static boolean isPackedBgr(BufferedImage image) {
        Raster raster = image.getRaster();
        return image.getType() == BufferedImage.TYPE_3BYTE_BGR
                && raster.getParent() == null
                && raster.getDataBuffer().getSize() == 3 * image.getWidth() * image.getHeight();
    }

    private static int[] grey(Raster raster) {
        int bands = raster.getNumBands();
        int width = raster.getWidth();
        int[] argb = new int[width * raster.getHeight()];
        int[] row = new int[width * bands];
        double scale = 255.0 / ((1L << raster.getSampleModel().getSampleSize(0)) - 1);
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int value = (int) Math.round(row[x * bands] * scale);
                int alpha = bands == 2 ? (int) Math.round(row[2 * x + 1] * scale) : 255;
                argb[y * width + x] = 0xFF000000 | overWhite(value, alpha) * 0x010101;
            }
        }
        return argb;
    }

    private static int[] bgr(DataBufferByte buffer) {
        byte[] values = buffer.getData();
        int[] argb = new int[values.length / 3];
        for (int i = 0, in = 0; i < argb.length; i++, in += 3) {
            argb[i] =
                    0xFF000000
                            | (values[in + 2] & 255) << 16
                            | (values[in + 1] & 255) << 8
                            | (values[in] & 255);
        }
        return argb;
    }

    private static void flatten(int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            if (alpha != 255) {
                argb[i] =
                        0xFF000000
                                | overWhite(argb[i] >> 16 & 255, alpha) << 16
                                | overWhite(argb[i] >> 8 & 255, alpha) << 8
                                | overWhite(argb[i] & 255, alpha);
            }
        }
    }

    static int overWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }
}
