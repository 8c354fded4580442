import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Draws the program's icon, a disk that comes out of noise, in the formats of the three systems:
 * {@code java installer/icon/DrawIcon.java assets/icon}. The pictures are kept in the repository;
 * this is run again only to change them.
 */
final class DrawIcon {
    private static final int[] ICO_SIZES = {16, 24, 32, 48, 64, 128, 256};

    /** The type names that macOS gives to PNG pictures of 128, 256 and 512 pixels. */
    private static final String[] ICNS_TYPES = {"ic07", "ic08", "ic09"};

    private static final int[] ICNS_SIZES = {128, 256, 512};

    private DrawIcon() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Files.write(folder.resolve("ldm-studio.png"), png(512));
        Files.write(folder.resolve("ldm-studio-64.png"), png(64));
        Files.write(folder.resolve("ldm-studio.ico"), ico());
        Files.write(folder.resolve("ldm-studio.icns"), icns());
    }

    private static BufferedImage draw(int size) {
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(size / 512.0, size / 512.0);
        g.setPaint(new GradientPaint(0, 0, new Color(0x0B3350), 512, 512, new Color(0x0072B2)));
        g.fill(new RoundRectangle2D.Double(16, 16, 480, 480, 112, 112));
        // Fewer, larger dots where there are few pixels.
        int dots = size <= 24 ? 5 : size <= 64 ? 7 : 11;
        double pitch = 330.0 / dots;
        for (int row = 0; row < dots; row++) {
            for (int column = 0; column < dots; column++) {
                dot(g, row, column, dots, pitch);
            }
        }
        g.dispose();
        return picture;
    }

    /** One dot: at its place in the disk on the right, scattered and pale on the left. */
    private static void dot(Graphics2D g, int row, int column, int dots, double pitch) {
        double x = (column + 0.5) / dots * 2 - 1;
        double y = (row + 0.5) / dots * 2 - 1;
        double sigma = Math.max(0, 0.5 - x) / 1.5;
        boolean inside = x * x + y * y < 1.02;
        if (!inside && scatter(row, column, 3) > sigma) {
            return;
        }
        double dx = (scatter(row, column, 1) - 0.5) * sigma * pitch * 1.5;
        double dy = (scatter(row, column, 2) - 0.5) * sigma * pitch * 1.5;
        double diameter = pitch * (0.92 - 0.5 * sigma);
        int alpha = (int) Math.round(255 * (1 - 0.45 * sigma));
        Color warm = inside ? new Color(0xF0, 0xB4, 0x2A, alpha) : new Color(255, 255, 255, 90);
        g.setPaint(warm);
        g.fill(
                new Ellipse2D.Double(
                        256 + x * 165 + dx - diameter / 2,
                        256 + y * 165 + dy - diameter / 2,
                        diameter,
                        diameter));
    }

    /** A number in [0, 1) that only depends on its arguments: the icon is the same each time. */
    private static double scatter(int row, int column, int purpose) {
        long z = (row * 31L + column) * 31L + purpose + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }

    private static byte[] png(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(draw(size), "png", bytes);
        return bytes.toByteArray();
    }

    /** Windows: a directory of PNG pictures; a side of 256 is written as 0. */
    private static byte[] ico() throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        int total = 6 + 16 * ICO_SIZES.length;
        for (int size : ICO_SIZES) {
            pictures.add(png(size));
        }
        int offset = total;
        for (byte[] picture : pictures) {
            total += picture.length;
        }
        ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0).putShort((short) 1).putShort((short) ICO_SIZES.length);
        for (int i = 0; i < ICO_SIZES.length; i++) {
            byte side = (byte) (ICO_SIZES[i] == 256 ? 0 : ICO_SIZES[i]);
            out.put(side).put(side).put((byte) 0).put((byte) 0);
            out.putShort((short) 1).putShort((short) 32);
            out.putInt(pictures.get(i).length).putInt(offset);
            offset += pictures.get(i).length;
        }
        pictures.forEach(out::put);
        return out.array();
    }

    /** macOS: chunks of a type, a length that counts its own eight bytes, and a PNG picture. */
    private static byte[] icns() throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(chunks);
        for (int i = 0; i < ICNS_TYPES.length; i++) {
            byte[] picture = png(ICNS_SIZES[i]);
            out.writeBytes(ICNS_TYPES[i]);
            out.writeInt(picture.length + 8);
            out.write(picture);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream whole = new DataOutputStream(file);
        whole.writeBytes("icns");
        whole.writeInt(chunks.size() + 8);
        chunks.writeTo(whole);
        return file.toByteArray();
    }
}
