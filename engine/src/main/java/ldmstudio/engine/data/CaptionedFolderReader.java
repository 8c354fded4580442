package ldmstudio.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.FileDataset.Labelled;
import ldmstudio.engine.data.PictureFiles.Found;

/**
 * {@code type: captioned_folder}: a folder's pictures that have a caption, with the class that a
 * column of their table says.
 */
final class CaptionedFolderReader {
    private CaptionedFolderReader() {}

    static Dataset open(DataConfig.CaptionedFolder config, Path root, int imgSize, Split split) {
        PictureFiles files = FolderReader.listed(root);
        Captions captions = new Captions(files, config.captionColumn().strip());
        List<Found> captioned = new ArrayList<>();
        for (Found picture : files.pictures()) {
            if (captions.has(picture)) {
                captioned.add(picture);
            } else {
                files.skips().add(picture.id(), "it has no caption");
            }
        }
        if (captioned.isEmpty()) {
            throw new DataException(noCaptions(config, root, files));
        }
        List<String> classes = classes(config.classColumn().strip(), captioned, captions, root);
        List<Labelled> all = new ArrayList<>();
        for (Found picture : captioned) {
            String name = captions.attributesOf(picture).get(config.classColumn().strip());
            if (!classes.isEmpty() && name == null) {
                files.skips()
                        .add(picture.id(), "its row has no class (" + config.classColumn() + ")");
                continue;
            }
            all.add(new Labelled(picture, name == null ? -1 : classes.indexOf(name)));
        }
        List<Labelled> part =
                NamedParts.part(
                        all,
                        picture -> folderOf(picture.file()),
                        picture -> picture.file().id(),
                        config.validationFraction(),
                        split);
        return new FileDataset(files, imgSize, split, part, classes, captions, true);
    }

    private static String folderOf(Found file) {
        return file.id().substring(0, file.id().lastIndexOf('/') + 1);
    }

    private static List<String> classes(
            String column, List<Found> pictures, Captions captions, Path root) {
        if (column.isEmpty()) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> columns = new TreeSet<>();
        for (Found picture : pictures) {
            columns.addAll(captions.attributesOf(picture).keySet());
            String name = captions.attributesOf(picture).get(column);
            if (name != null) {
                names.add(name);
            }
        }
        if (names.isEmpty()) {
            throw new DataException(
                    "No table in %s has a column '%s' for the class; there is: %s. Change or empty class_column."
                            .formatted(
                                    root,
                                    column,
                                    columns.isEmpty() ? "none" : String.join(", ", columns)));
        }
        return List.copyOf(names);
    }

    private static String noCaptions(
            DataConfig.CaptionedFolder config, Path root, PictureFiles files) {
        String pictures =
                "None of the %d pictures in %s has a caption"
                        .formatted(files.pictures().size(), root);
        if (files.metadata().isEmpty()) {
            return pictures
                    + ": there is no .txt or .caption of the same name, and no metadata.jsonl, metadata.csv or captions.json."
                    + " Without captions, open it as type: folder.";
        }
        String column =
                config.captionColumn().isBlank()
                        ? "none of the columns " + String.join(", ", CaptionRow.CAPTION_COLUMNS)
                        : "no column '" + config.captionColumn() + "'";
        return "%s: %s names them by another path, or has %s. Names are relative to the table; set caption_column."
                .formatted(pictures, files.metadata().get(0).id(), column);
    }
}
