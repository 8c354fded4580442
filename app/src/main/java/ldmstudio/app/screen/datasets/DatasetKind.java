package ldmstudio.app.screen.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import ldmstudio.engine.config.DataConfig;

/** How a folder is read, and how a folder tells by its looks. */
public enum DatasetKind {
    SHAPES("Built-in shapes", "drawn, not read"),
    IDX("IDX files", "MNIST's format"),
    IMAGE_FOLDER("Folder of classes", "one sub-folder a class"),
    FOLDER("Folder of pictures", "without classes");

    private static final List<String> PICTURES =
            List.of(".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff");
    private static final int LOOKED_AT = 2000;

    private final String label;
    private final String explanation;

    DatasetKind(String label, String explanation) {
        this.label = label;
        this.explanation = explanation;
    }

    public String label() {
        return label;
    }

    public String explanation() {
        return explanation;
    }

    /** The configuration that reads the folder in this way, otherwise with its defaults. */
    public DataConfig config(String path) {
        return switch (this) {
            case SHAPES -> DataConfig.Shapes.defaults();
            case IDX -> {
                DataConfig.Idx d = DataConfig.Idx.defaults();
                yield new DataConfig.Idx(
                        path,
                        d.classNames(),
                        d.resize(),
                        d.horizontalFlip(),
                        d.validationFraction());
            }
            case IMAGE_FOLDER -> {
                DataConfig.ImageFolder d = DataConfig.ImageFolder.defaults();
                yield new DataConfig.ImageFolder(
                        path, d.resize(), d.horizontalFlip(), d.validationFraction());
            }
            case FOLDER -> {
                DataConfig.Folder d = DataConfig.Folder.defaults();
                yield new DataConfig.Folder(
                        path, d.resize(), d.horizontalFlip(), d.validationFraction());
            }
        };
    }

    /**
     * What the folder looks like: IDX files by their names; classes when pictures lie in at least
     * two sub-folders (of {@code train/} where there is one); else a plain folder.
     *
     * @throws IOException in words when the folder cannot be listed or holds no picture
     */
    public static DatasetKind recognise(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + " is not a folder; give the folder that holds the pictures.");
        }
        List<Path> children = children(folder);
        if (children.stream().anyMatch(DatasetKind::isIdx)) {
            return IDX;
        }
        Path train = folder.resolve("train");
        List<Path> classes = Files.isDirectory(train) ? children(train) : children;
        long withPictures = 0;
        for (Path child : classes) {
            if (Files.isDirectory(child) && holdsPicture(child, 1)) {
                withPictures++;
            }
        }
        if (withPictures >= 2) {
            return IMAGE_FOLDER;
        }
        if (holdsPicture(folder, 8)) {
            return FOLDER;
        }
        throw new IOException(
                "No pictures were found in "
                        + folder
                        + ". Known are PNG, JPEG, WebP, BMP, GIF and TIFF files and IDX archives.");
    }

    private static boolean isIdx(Path file) {
        String name = name(file);
        return name.endsWith("-idx3-ubyte") || name.endsWith("-idx3-ubyte.gz");
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> !name(p).startsWith(".")).limit(LOOKED_AT).toList();
        }
    }

    private static boolean holdsPicture(Path folder, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all.limit(LOOKED_AT)
                    .anyMatch(p -> PICTURES.stream().anyMatch(name(p)::endsWith));
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }
}
