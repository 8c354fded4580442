package ldmstudio.engine.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.FileDataset.Labelled;
import ldmstudio.engine.data.PictureFiles.Found;

/**
 * {@code type: celeba}: faces with attributes. The caption is that of a text file with the
 * picture's name where there is one (the first line of CelebA-Dialog's or celeba-caption's), else
 * the attributes in words.
 */
final class CelebaReader implements PictureTexts {
    private final CelebaLists lists;
    private final Map<String, Found> captionFiles;
    private final Path root;

    private CelebaReader(CelebaLists lists, Map<String, Found> captionFiles, Path root) {
        this.lists = lists;
        this.captionFiles = captionFiles;
        this.root = root;
    }

    static Dataset open(DataConfig.Celeba config, Path root, int imgSize, Split split) {
        PictureFiles files = FolderReader.listed(root);
        CelebaLists lists = CelebaLists.under(root);
        String attribute = config.classAttribute().strip();
        int place = lists.names().indexOf(attribute);
        if (!attribute.isEmpty() && place < 0) {
            throw new DataException(
                    "There is no attribute '%s' (class_attribute); %s."
                            .formatted(
                                    attribute,
                                    lists.names().isEmpty()
                                            ? root + " has no list_attr_celeba.txt"
                                            : "there is " + String.join(", ", lists.names())));
        }
        List<Labelled> all = new ArrayList<>();
        for (Found picture : files.pictures()) {
            boolean[] values = lists.of(fileName(picture));
            if (values == null && !lists.names().isEmpty()) {
                files.skips().add(picture.id(), "list_attr_celeba does not name it");
                continue;
            }
            int label = values == null || place < 0 ? -1 : values[place] ? 1 : 0;
            all.add(new Labelled(picture, label));
        }
        if (all.isEmpty()) {
            throw new DataException(
                    "list_attr_celeba names none of the %d pictures in %s; it must be of this set."
                            .formatted(files.pictures().size(), root));
        }
        return new FileDataset(
                files,
                imgSize,
                split,
                part(all, lists, config, split),
                place < 0 ? List.of() : classes(attribute),
                new CelebaReader(lists, files.textsByName(), root),
                true);
    }

    private static List<Labelled> part(
            List<Labelled> all, CelebaLists lists, DataConfig.Celeba config, Split split) {
        if (split == Split.ALL) {
            return all;
        }
        List<Labelled> validation = withPart(all, lists, 1);
        List<Labelled> heldOut = validation.isEmpty() ? withPart(all, lists, 2) : validation;
        List<Labelled> train = withPart(all, lists, 0);
        if (!lists.hasParts() || heldOut.isEmpty() || train.isEmpty()) {
            return HeldOut.part(
                    all,
                    picture -> StepHash.ofText(picture.file().id()),
                    config.validationFraction(),
                    split);
        }
        return split == Split.TRAIN ? train : heldOut;
    }

    /** Two classes with names that say of what. */
    private static List<String> classes(String attribute) {
        String words = AttributeSentence.words(attribute);
        return List.of("not " + words, words);
    }

    private static List<Labelled> withPart(List<Labelled> all, CelebaLists lists, int part) {
        return all.stream().filter(p -> lists.part(fileName(p.file())) == part).toList();
    }

    private static String fileName(Found picture) {
        return picture.id().substring(picture.id().lastIndexOf('/') + 1);
    }

    @Override
    public String of(Found picture) {
        Found text = captionFiles.get(stem(fileName(picture)));
        if (text != null) {
            String line = Captions.firstLine(root.resolve(text.id()));
            if (!line.isEmpty()) {
                return line;
            }
        }
        boolean[] values = lists.of(fileName(picture));
        return values == null ? "" : AttributeSentence.of(lists.names(), on(values));
    }

    private Set<String> on(boolean[] values) {
        Set<String> on = new HashSet<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i]) {
                on.add(lists.names().get(i));
            }
        }
        return on;
    }

    private static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? fileName : fileName.substring(0, dot);
    }

    @Override
    public Map<String, String> attributesOf(Found picture) {
        boolean[] values = lists.of(fileName(picture));
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; values != null && i < values.length; i++) {
            attributes.put(lists.names().get(i), values[i] ? "yes" : "no");
        }
        return attributes;
    }

    @Override
    public void addTo(Fingerprint fingerprint, Found picture) {
        boolean[] values = lists.of(fileName(picture));
        fingerprint.add(values == null ? "" : Arrays.toString(values));
        Found text = captionFiles.get(stem(fileName(picture)));
        if (text != null) {
            fingerprint.add(text.bytes()).add(text.modified());
        }
    }
}
