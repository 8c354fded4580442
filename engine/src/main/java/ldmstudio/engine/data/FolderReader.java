package ldmstudio.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.FileDataset.Labelled;
import ldmstudio.engine.data.PictureFiles.Found;

/**
 * Lays out folders as data sets: a plain folder of pictures, or one sub-folder a class, with or
 * without {@code train/} and {@code val/} above.
 */
final class FolderReader {
    private static final List<String> TRAIN_NAMES = List.of("train", "training");

    /** In the order of preference; test pictures are held out only where there is no other part. */
    private static final List<String> VALIDATION_NAMES =
            List.of("val", "valid", "validation", "dev", "test");

    private FolderReader() {}

    /** {@code type: folder}. */
    static Dataset open(DataConfig.Folder config, Path root, int imgSize, Split split) {
        PictureFiles files = listed(root);
        List<Labelled> part =
                HeldOut.part(
                        files.pictures().stream().map(f -> new Labelled(f, -1)).toList(),
                        FolderReader::key,
                        config.validationFraction(),
                        split);
        return new FileDataset(files, imgSize, split, part, List.of(), new Captions(files));
    }

    /** {@code type: image_folder}. */
    static Dataset open(DataConfig.ImageFolder config, Path root, int imgSize, Split split) {
        PictureFiles files = listed(root);
        String train = part(files, TRAIN_NAMES);
        String validation = train.isEmpty() ? "" : part(files, VALIDATION_NAMES);
        // Classes are those of both parts, so that a label means the same in each.
        List<String> classes = new ArrayList<>(new TreeSet<>(classNames(files, train, validation)));
        if (classes.isEmpty()) {
            throw new DataException(
                    "%s has no sub-folder with pictures, but each class needs one%s."
                            .formatted(
                                    root,
                                    files.pictures().isEmpty()
                                            ? ""
                                            : "; pictures without classes are opened as type:"
                                                    + " folder"));
        }
        List<Labelled> trainPart = labelled(files, train, classes);
        List<Labelled> part =
                validation.isEmpty()
                        ? HeldOut.part(
                                trainPart, FolderReader::key, config.validationFraction(), split)
                        : switch (split) {
                            case TRAIN -> trainPart;
                            case VALIDATION -> labelled(files, validation, classes);
                            case ALL -> both(trainPart, labelled(files, validation, classes));
                        };
        reportUnclassed(files, train, validation);
        return new FileDataset(files, imgSize, split, part, classes, new Captions(files));
    }

    private static long key(Labelled picture) {
        return StepHash.ofText(picture.file().id());
    }

    /** A folder's files; it holds at least one picture. */
    static PictureFiles listed(Path root) {
        PictureFiles files = PictureFiles.under(root);
        if (!files.pictures().isEmpty()) {
            return files;
        }
        List<Skipped> skipped = files.skips().list();
        if (!skipped.isEmpty()) {
            throw new DataException(
                    "Nothing in %s can be read. For example %s: %s."
                            .formatted(root, skipped.get(0).id(), skipped.get(0).reason()));
        }
        throw new DataException(
                root
                        + " holds no picture (.jpg, .png, .webp, .gif, .bmp, .tif)."
                        + hint(files.others()));
    }

    private static String hint(Map<String, Integer> others) {
        if (others.keySet().stream().anyMatch(e -> e.endsWith("ubyte"))
                || others.containsKey("gz")) {
            return " If these are MNIST-style files, open it as type: idx.";
        }
        if (others.isEmpty()) {
            return " It is empty.";
        }
        return " It does hold "
                + others.entrySet().stream()
                        .limit(5)
                        .map(e -> e.getValue() + " ." + e.getKey())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** The name (as written) of the first of these parts that has pictures in class folders. */
    private static String part(PictureFiles files, List<String> names) {
        for (String name : names) {
            for (Found picture : files.pictures()) {
                String[] steps = picture.id().split("/", 3);
                if (steps.length == 3 && steps[0].toLowerCase(Locale.ROOT).equals(name)) {
                    return steps[0];
                }
            }
        }
        return "";
    }

    private static List<String> classNames(PictureFiles files, String train, String validation) {
        return files.pictures().stream()
                .flatMap(
                        p ->
                                List.of(
                                        classOf(p, train),
                                        validation.isEmpty() ? "" : classOf(p, validation))
                                        .stream())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** The class folder of a picture within a part ("" is the root); empty if it has none. */
    private static String classOf(Found picture, String part) {
        String id = picture.id();
        if (!part.isEmpty()) {
            if (!id.startsWith(part + "/")) {
                return "";
            }
            id = id.substring(part.length() + 1);
        }
        int slash = id.indexOf('/');
        return slash < 0 ? "" : id.substring(0, slash);
    }

    private static List<Labelled> labelled(PictureFiles files, String part, List<String> classes) {
        Map<String, Integer> labels =
                classes.stream().collect(Collectors.toMap(c -> c, classes::indexOf));
        List<Labelled> labelled = new ArrayList<>();
        for (Found picture : files.pictures()) {
            Integer label = labels.get(classOf(picture, part));
            if (label != null) {
                labelled.add(new Labelled(picture, label));
            }
        }
        return labelled;
    }

    private static List<Labelled> both(List<Labelled> first, List<Labelled> second) {
        List<Labelled> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static void reportUnclassed(PictureFiles files, String train, String validation) {
        for (Found picture : files.pictures()) {
            boolean ofTrain = train.isEmpty() || picture.id().startsWith(train + "/");
            boolean ofValidation =
                    !validation.isEmpty() && picture.id().startsWith(validation + "/");
            boolean classed =
                    !classOf(picture, train).isEmpty()
                            || (ofValidation && !classOf(picture, validation).isEmpty());
            if ((ofTrain || ofValidation || !picture.id().contains("/")) && !classed) {
                files.skips().add(picture.id(), "it lies in no class folder");
            }
        }
    }
}
