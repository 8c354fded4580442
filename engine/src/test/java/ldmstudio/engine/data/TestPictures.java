package ldmstudio.engine.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Makes the files that the tests of this package read. */
final class TestPictures {
    private TestPictures() {}

    /** A picture whose quarters are red, green (top), blue and white (bottom). */
    static BufferedImage quarters(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean left = x < width / 2;
                boolean top = y < height / 2;
                image.setRGB(x, y, top ? (left ? 0xFF0000 : 0x00FF00) : left ? 0x0000FF : 0xFFFFFF);
            }
        }
        return image;
    }

    static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path png(Path file, int width, int height, int rgb) {
        return write(file, encoded(plain(width, height, rgb), "png"));
    }

    /** A JPEG with an EXIF segment that holds nothing but the orientation. */
    static byte[] turnedJpeg(BufferedImage image, int orientation) {
        byte[] plain = encoded(image, "jpeg");
        byte[] exif = {
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        out.write(0xFF);
        out.write(0xE1);
        out.write(0);
        out.write(exif.length + 2);
        out.writeBytes(exif);
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }

    /** A PNG with an eXIf chunk behind its header that holds nothing but the orientation. */
    static byte[] turnedPng(BufferedImage image, int orientation) {
        byte[] plain = encoded(image, "png");
        byte[] tiff = {
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        java.nio.ByteBuffer chunk = java.nio.ByteBuffer.allocate(tiff.length + 12);
        chunk.putInt(tiff.length).put(new byte[] {'e', 'X', 'I', 'f'}).put(tiff);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, tiff.length + 4);
        chunk.putInt((int) crc.getValue());
        int header = 8 + 25;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, header);
        out.writeBytes(chunk.array());
        out.write(plain, header, plain.length - header);
        return out.toByteArray();
    }

    /** A PNG whose header promises a size that its data does not have. */
    static byte[] pngPromising(int width, int height) {
        byte[] png = encoded(plain(4, 4, 0), "png");
        java.nio.ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        java.nio.ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }

    /** An IDX file of unsigned bytes whose value at position p is p modulo 251. */
    static byte[] idx(int... dimensions) {
        int length = 1;
        for (int size : dimensions) {
            length *= size;
        }
        byte[] values = new byte[length];
        for (int p = 0; p < length; p++) {
            values[p] = (byte) (p % 251);
        }
        return idx(values, dimensions);
    }

    static byte[] idx(byte[] values, int... dimensions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0x0800 | dimensions.length);
            for (int size : dimensions) {
                out.writeInt(size);
            }
            out.write(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
