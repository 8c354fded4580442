package ldmstudio.engine.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.DrawnData;

/** Opens the sources that a configuration can name. */
public final class Datasets {
    private Datasets() {}

    /**
     * Opens one part of a source.
     *
     * <p>Folders are listed, not decoded, so this is quick for 100,000 files too. Only the
     * validation part may be empty ({@code validation_fraction: 0} without a part of its own).
     *
     * @param imgSize side of the model's square pictures in pixels; what {@link Dataset#read(int)}
     *     returns is at least that large where the source is
     * @throws DataException if the source is missing, empty or damaged as a whole
     */
    public static Dataset open(DataConfig config, int imgSize, Split split) {
        if (imgSize < 1) {
            throw new DataException("img_size must be at least 1, not " + imgSize + ".");
        }
        if (config instanceof DrawnData.Shapes shapes) {
            return new ShapesDataset(shapes, imgSize, split);
        }
        if (config instanceof DrawnData.Scenes scenes) {
            return new ScenesDataset(scenes, imgSize, split);
        }
        if (config instanceof DataConfig.CelebaHq faces) {
            return CelebaHqDataset.open(faces, folder(faces.path()), imgSize, split);
        }
        if (config instanceof DataConfig.Idx idx) {
            return new IdxDataset(idx, folder(idx.path()), split);
        }
        if (config instanceof DataConfig.Folder plain) {
            return FolderReader.open(plain, folder(plain.path()), imgSize, split);
        }
        if (config instanceof DataConfig.ImageFolder classes) {
            return FolderReader.open(classes, folder(classes.path()), imgSize, split);
        }
        if (config instanceof DataConfig.CaptionedFolder captioned) {
            return CaptionedFolderReader.open(captioned, folder(captioned.path()), imgSize, split);
        }
        if (config instanceof DataConfig.Webdataset shards) {
            return WebdatasetReader.open(shards, existing(shards.path()), imgSize, split);
        }
        if (config instanceof DataConfig.Parquet parquet) {
            return ParquetReader.open(parquet, existing(parquet.path()), imgSize, split);
        }
        if (config instanceof DataConfig.Celeba faces) {
            return CelebaReader.open(faces, folder(faces.path()), imgSize, split);
        }
        throw new DataException("No reader for data of type " + config.getClass().getSimpleName());
    }

    private static Path folder(String path) {
        Path folder = existing(path);
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + " is a file; data.path must name the folder that holds it.");
        }
        return folder;
    }

    private static Path existing(String path) {
        if (path.isBlank()) {
            throw new DataException("data.path is empty; give the folder that holds the pictures.");
        }
        Path folder;
        try {
            folder =
                    path.equals("~") || path.startsWith("~/") || path.startsWith("~\\")
                            ? Path.of(System.getProperty("user.home") + path.substring(1))
                            : Path.of(path);
        } catch (InvalidPathException e) {
            throw new DataException(
                    "data.path is not a path: " + path + " (" + e.getReason() + ")", e);
        }
        folder = folder.toAbsolutePath().normalize();
        if (!Files.exists(folder)) {
            Path known = folder;
            while (known.getParent() != null && !Files.exists(known)) {
                known = known.getParent();
            }
            throw new DataException(
                    "There is no folder " + folder + "; it exists only up to " + known + ".");
        }
        return folder;
    }
}
