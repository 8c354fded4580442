package ldmstudio.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import org.jspecify.annotations.Nullable;

/**
 * A grid as one picture: columns and rows with their labels, the pages one below the other. Small
 * pictures are enlarged by a whole factor, and letters grow with the pictures.
 */
public final class GridSheet {
    /** Key of the text chunk with the whole grid as YAML. */
    public static final String CHUNK = "ldmstudio.grid";

    /** Labels of a dozen letters fit beside a cell that is as wide as this. */
    private static final int LEAST_CELL = 96;

    /** A cell of so many pixels has letters of single size. */
    private static final int LETTERS_PER_PIXELS = 256;

    /** Lines of a label that is too long for one. */
    private static final int MOST_LINES = 6;

    private static final int GAP = 4;
    private static final int PAPER = 0xffffffff;
    private static final int INK = 0xff202020;
    private static final int MISSING = 0xffe6e6e6;

    private final GridPlan plan;
    private final int cellWidth;
    private final int cellHeight;
    private final int factor;
    private final int letters;
    private final PixelText text = new PixelText();

    private GridSheet(GridPlan plan, int width, int height) {
        this.plan = plan;
        factor = Math.max(1, (LEAST_CELL + width - 1) / width);
        cellWidth = width * factor;
        cellHeight = height * factor;
        letters = 1 + cellWidth / LETTERS_PER_PIXELS;
    }

    /**
     * The sheet of a grid; cells that are not drawn yet stay grey.
     *
     * @param page the page; -1: all
     * @throws IllegalArgumentException when no cell is drawn
     */
    public static PixelImage of(GridFolder folder, int page) {
        return of(
                folder.plan(),
                page,
                cell -> folder.picture(cell).map(PictureFile::read).orElse(null));
    }

    /** The sheet of pictures in memory; null where there is none. */
    static PixelImage of(
            GridPlan plan, int page, Function<GridPlan.Cell, @Nullable PixelImage> pictures) {
        Map<GridPlan.Cell, PixelImage> drawn = new LinkedHashMap<>();
        for (GridPlan.Cell cell : plan.cells()) {
            if (page < 0 || cell.z() == page) {
                PixelImage picture = pictures.apply(cell);
                if (picture != null) {
                    drawn.put(cell, picture);
                }
            }
        }
        int width = drawn.values().stream().mapToInt(PixelImage::width).max().orElse(0);
        int height = drawn.values().stream().mapToInt(PixelImage::height).max().orElse(0);
        if (width == 0) {
            throw new IllegalArgumentException("No cell of the grid is drawn yet");
        }
        return new GridSheet(plan, width, height).sheet(page, drawn);
    }

    /** The text chunks of a sheet: the whole grid, and a readable line. */
    public static Map<String, String> textChunks(GridPlan plan) {
        Map<String, String> chunks = new LinkedHashMap<>();
        List<String> axes = new ArrayList<>();
        axes.add("X: " + String.join(" | ", plan.columns()));
        axes.add("Y: " + String.join(" | ", plan.rows()));
        axes.add("Z: " + String.join(" | ", plan.pages()));
        axes.removeIf(axis -> axis.length() == 3);
        chunks.put(
                ImageRecipe.PARAMETERS_CHUNK,
                plan.config().prompt().replace('\n', ' ') + "\n" + String.join(", ", axes));
        chunks.put(CHUNK, plan.config().toYaml());
        return chunks;
    }

    /**
     * The grid that a sheet shows.
     *
     * @return empty: the file is no sheet, or one that this version does not understand
     * @throws IOException when the file cannot be read
     */
    public static Optional<GridConfig> read(Path sheet) throws IOException {
        String yaml = PngText.read(sheet).get(CHUNK);
        try {
            return yaml == null
                    ? Optional.empty()
                    : Optional.of(GridConfig.parse(yaml, String.valueOf(sheet.getFileName())));
        } catch (ConfigException notUnderstood) {
            return Optional.empty();
        }
    }

    private PixelImage sheet(int page, Map<GridPlan.Cell, PixelImage> drawn) {
        int line = letters * (PixelText.HEIGHT + 3);
        List<List<String>> heads = wrapped(plan.columns());
        List<List<String>> sides = wrapped(plan.rows());
        int headHeight = line * lines(heads) + GAP;
        boolean titled = plan.pages().size() > 1;
        boolean sided = plan.rows().size() > 1 || !plan.rows().get(0).isEmpty();
        int sideWidth = sided ? sideWidth(sides) + 2 * GAP : GAP;
        int rowHeight = Math.max(cellHeight, line * lines(sides)) + GAP;
        int pageHeight =
                (titled ? line + GAP : 0) + headHeight + plan.rows().size() * rowHeight + 2 * GAP;
        int from = page < 0 ? 0 : page;
        int pages = page < 0 ? plan.pages().size() : 1;
        int width = sideWidth + plan.columns().size() * (cellWidth + GAP);
        int height = Math.multiplyExact(pages, pageHeight) + GAP;
        int[] argb = new int[Math.multiplyExact(width, height)];
        Arrays.fill(argb, PAPER);
        for (int z = from; z < from + pages; z++) {
            int top = GAP + (z - from) * pageHeight;
            if (titled) {
                write(argb, width, GAP, top, width - 2 * GAP, List.of(plan.pages().get(z)));
                top += line + GAP;
            }
            for (int x = 0; x < plan.columns().size(); x++) {
                int left = sideWidth + x * (cellWidth + GAP);
                write(argb, width, left, top, cellWidth, heads.get(x));
            }
            for (int y = 0; y < plan.rows().size(); y++) {
                int rowTop = top + headHeight + y * rowHeight;
                write(argb, width, GAP, rowTop, sideWidth - 2 * GAP, sides.get(y));
                for (int x = 0; x < plan.columns().size(); x++) {
                    blank(argb, width, sideWidth + x * (cellWidth + GAP), rowTop);
                }
            }
            int first = z;
            int cellsTop = top + headHeight;
            drawn.forEach(
                    (cell, picture) -> {
                        if (cell.z() == first) {
                            put(
                                    argb,
                                    width,
                                    sideWidth + cell.x() * (cellWidth + GAP),
                                    cellsTop + cell.y() * rowHeight,
                                    picture);
                        }
                    });
        }
        return new PixelImage(width, height, argb);
    }

    private List<List<String>> wrapped(List<String> labels) {
        int fits = Math.max(4, cellWidth / (letters * PixelText.ADVANCE));
        return labels.stream().map(label -> lines(label, fits)).toList();
    }

    private static int lines(List<List<String>> labels) {
        return labels.stream().mapToInt(List::size).max().orElse(0);
    }

    private int sideWidth(List<List<String>> labels) {
        int longest =
                labels.stream().flatMap(List::stream).mapToInt(String::length).max().orElse(0);
        return Math.min(cellWidth, longest * letters * PixelText.ADVANCE);
    }

    /** A label as lines of at most so many letters, broken between words where it can be. */
    static List<String> lines(String label, int fits) {
        List<String> lines = new ArrayList<>();
        String rest = label.strip();
        while (!rest.isEmpty() && lines.size() < MOST_LINES) {
            if (rest.length() <= fits) {
                lines.add(rest);
                break;
            }
            int cut = rest.lastIndexOf(' ', fits);
            int end = cut > 0 ? cut : fits;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        return lines;
    }

    private void write(int[] argb, int width, int x, int y, int room, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            text.draw(
                    argb,
                    width,
                    x,
                    y + i * letters * (PixelText.HEIGHT + 3),
                    room,
                    lines.get(i),
                    INK,
                    letters);
        }
    }

    private void blank(int[] argb, int width, int left, int top) {
        for (int y = 0; y < cellHeight; y++) {
            int row = (top + y) * width + left;
            Arrays.fill(argb, row, row + cellWidth, MISSING);
        }
    }

    private void put(int[] argb, int width, int left, int top, PixelImage picture) {
        for (int y = 0; y < picture.height() * factor; y++) {
            int row = (top + y) * width + left;
            for (int x = 0; x < picture.width() * factor; x++) {
                argb[row + x] = picture.pixel(x / factor, y / factor);
            }
        }
    }
}
