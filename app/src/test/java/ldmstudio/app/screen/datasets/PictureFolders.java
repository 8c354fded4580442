package ldmstudio.app.screen.datasets;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of drawn pictures for tests. */
public final class PictureFolders {
    private static final String[] CLASSES = {"apple", "lemon", "plum"};
    private static final Color[] COLORS = {
        new Color(0xC0392B), new Color(0xF1C40F), new Color(0x6C3483)
    };

    private PictureFolders() {}

    /** {@code train/CLASS/NNN.png}; the last picture of the last class is no picture. */
    public static Path classes(Path folder, int perClass) throws IOException {
        for (int c = 0; c < CLASSES.length; c++) {
            Path dir = Files.createDirectories(folder.resolve("train").resolve(CLASSES[c]));
            for (int i = 0; i < perClass; i++) {
                Path file = dir.resolve(String.format("%s-%03d.png", CLASSES[c], i));
                if (c == CLASSES.length - 1 && i == perClass - 1) {
                    Files.writeString(file, "this is not a picture");
                } else {
                    ImageIO.write(draw(c, new Random(c * 1000L + i)), "png", file.toFile());
                }
            }
        }
        return folder;
    }

    private static BufferedImage draw(int c, Random random) {
        BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.getHSBColor(random.nextFloat(), 0.15f, 0.95f));
        g.fillRect(0, 0, 160, 120);
        int size = 50 + random.nextInt(40);
        int x = 10 + random.nextInt(60);
        int y = 8 + random.nextInt(20);
        g.setColor(new Color(0, 0, 0, 40));
        g.fillOval(x + 6, y + size - 12, size, 18);
        g.setColor(COLORS[c]);
        g.fillOval(x, y, size, c == 1 ? size * 3 / 4 : size);
        g.setColor(new Color(255, 255, 255, 120));
        g.fillOval(x + size / 4, y + size / 6, size / 5, size / 5);
        g.dispose();
        return image;
    }
}
