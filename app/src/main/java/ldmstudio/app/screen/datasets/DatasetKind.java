package ldmstudio.app.screen.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.DrawnData;
import org.jspecify.annotations.Nullable;

/** How a folder is read, and how a folder tells by its looks. */
public enum DatasetKind {
    SHAPES("Built-in shapes", "drawn, not read"),
    SCENES("Built-in scenes", "drawn, not read"),
    IDX("IDX files", "MNIST's format"),
    IMAGE_FOLDER("Folder of classes", "one sub-folder a class"),
    FOLDER("Folder of pictures", "without classes"),
    CAPTIONED_FOLDER("Captioned pictures", "texts beside them or in a table"),
    WEBDATASET("Webdataset shards", ".tar files, as img2dataset writes them"),
    PARQUET("Parquet files", "pictures inside, as Hugging Face writes them"),
    CELEBA("CelebA", "faces with lists of attributes");

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

    /** Whether the studio draws it itself, so that there is no folder. */
    public boolean isBuiltIn() {
        return this == SHAPES || this == SCENES;
    }

    /** The configuration that reads the folder in this way, otherwise with its defaults. */
    public DataConfig config(String path) {
        return switch (this) {
            case SHAPES -> DrawnData.Shapes.defaults();
            case SCENES -> DrawnData.Scenes.defaults();
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
            case CAPTIONED_FOLDER -> {
                DataConfig.CaptionedFolder d = DataConfig.CaptionedFolder.defaults();
                yield new DataConfig.CaptionedFolder(
                        path,
                        d.captionColumn(),
                        d.classColumn(),
                        d.resize(),
                        d.horizontalFlip(),
                        d.validationFraction());
            }
            case WEBDATASET -> {
                DataConfig.Webdataset d = DataConfig.Webdataset.defaults();
                yield new DataConfig.Webdataset(
                        path,
                        d.classNames(),
                        d.resize(),
                        d.horizontalFlip(),
                        d.validationFraction());
            }
            case PARQUET -> {
                DataConfig.Parquet d = DataConfig.Parquet.defaults();
                yield new DataConfig.Parquet(
                        path,
                        d.imageColumn(),
                        d.captionColumn(),
                        d.classColumn(),
                        d.resize(),
                        d.horizontalFlip(),
                        d.validationFraction());
            }
            case CELEBA -> {
                DataConfig.Celeba d = DataConfig.Celeba.defaults();
                yield new DataConfig.Celeba(
                        path,
                        d.classAttribute(),
                        d.resize(),
                        d.horizontalFlip(),
                        d.validationFraction());
            }
        };
    }

    /**
     * What the folder looks like: IDX files, CelebA's lists, tar shards and parquet files by their
     * names; captioned when there is a table of captions or a text beside a picture; classes when
     * pictures lie in at least two sub-folders (of {@code train/} where there is one); else a plain
     * folder.
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
        DatasetKind packed = packed(folder);
        if (packed != null) {
            return packed;
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
                        + ". Known are PNG, JPEG, WebP, BMP, GIF and TIFF files, IDX archives, tar shards and parquet files.");
    }

    /** What the names of files down to three folders deep give away, or null. */
    private static @Nullable DatasetKind packed(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> all = Files.walk(folder, 3)) {
            all.limit(LOOKED_AT).forEach(path -> names.add(name(path)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (names.stream().anyMatch(name -> name.matches("list_attr_celeba\\.(txt|csv)"))) {
            return CELEBA;
        }
        // Img2dataset writes a parquet file with the facts beside each tar.
        if (names.stream().anyMatch(name -> name.endsWith(".tar"))) {
            return WEBDATASET;
        }
        if (names.stream().anyMatch(name -> name.endsWith(".parquet"))) {
            return PARQUET;
        }
        boolean captioned =
                names.stream()
                        .anyMatch(
                                name ->
                                        name.matches(
                                                        "metadata\\.(jsonl|csv)|captions(_.*)?\\.json|.*\\.caption")
                                                || isCaptionBeside(name, names));
        return captioned ? CAPTIONED_FOLDER : null;
    }

    private static boolean isCaptionBeside(String name, Set<String> names) {
        String stem = name.endsWith(".txt") ? name.substring(0, name.length() - 4) : "";
        return !stem.isEmpty() && PICTURES.stream().anyMatch(p -> names.contains(stem + p));
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
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }
}
