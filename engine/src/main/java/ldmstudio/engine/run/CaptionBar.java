package ldmstudio.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.data.PixelImage;

/**
 * Words in a bar below a picture. The bar of every frame of a video has the same height, so the
 * number of lines is given.
 */
public final class CaptionBar {
    private static final int MARGIN = 3;
    private static final int LINE = PixelText.HEIGHT + 3;
    private static final int PAPER = 0xff101010;
    private static final int INK = 0xfff0f0f0;

    /** Letters grow with the picture: this many pixels of width for each pixel of a letter. */
    private static final int WIDTH_OF_DOT = 240;

    private final PixelText text = new PixelText();
    private final int width;
    private final int factor;
    private final int lines;

    /**
     * @param width of the pictures
     * @param lines of text in each bar; 0: no bar
     */
    public CaptionBar(int width, int lines) {
        this.width = width;
        this.lines = lines;
        factor = factor(width);
    }

    /** Lines that a caption takes below a picture of this width, {@code most} at most. */
    public static int lines(String caption, int width, int most) {
        return Math.min(most, wrap(caption, letters(width)).size());
    }

    /** Height of the bar in pixels. */
    public int height() {
        return lines == 0 ? 0 : (lines * LINE + 2 * MARGIN) * factor;
    }

    /** The picture with the bar below it; what does not fit ends in dots. */
    public PixelImage below(PixelImage picture, String caption) {
        if (lines == 0) {
            return picture;
        }
        int narrow = (width + factor - 1) / factor;
        int low = height() / factor;
        int[] bar = new int[narrow * low];
        Arrays.fill(bar, PAPER);
        List<String> wrapped = wrap(caption, letters(width));
        for (int i = 0; i < Math.min(lines, wrapped.size()); i++) {
            String line = wrapped.get(i);
            if (i == lines - 1 && wrapped.size() > lines) {
                line = line.substring(0, Math.max(0, Math.min(line.length(), letters(width) - 3)));
                line += "...";
            }
            text.draw(bar, narrow, MARGIN, MARGIN + 1 + i * LINE, narrow - 2 * MARGIN, line, INK);
        }
        int height = picture.height() + height();
        int[] argb = Arrays.copyOf(picture.argb(), width * height);
        for (int y = picture.height(); y < height; y++) {
            int row = (y - picture.height()) / factor * narrow;
            for (int x = 0; x < width; x++) {
                argb[y * width + x] = bar[row + x / factor];
            }
        }
        return new PixelImage(width, height, argb);
    }

    private static int factor(int width) {
        return Math.max(1, width / WIDTH_OF_DOT);
    }

    private static int letters(int width) {
        return Math.max(1, (width / factor(width) - 2 * MARGIN + 1) / PixelText.ADVANCE);
    }

    /** Lines broken between words; a word that is longer than a line is broken inside. */
    private static List<String> wrap(String caption, int letters) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : PixelText.spelled(caption).strip().split("\\s+")) {
            String rest = word;
            if (line.length() > 0 && line.length() + 1 + rest.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > letters) {
                lines.add(rest.substring(0, letters));
                rest = rest.substring(letters);
            }
            line.append(line.length() > 0 ? " " : "").append(rest);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }
}
