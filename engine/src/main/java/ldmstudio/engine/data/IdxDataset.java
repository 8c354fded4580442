package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ldmstudio.engine.config.DataConfig;
import org.jspecify.annotations.Nullable;

/**
 * MNIST-style pictures: {@code train-images-idx3-ubyte[.gz]}, {@code train-labels-idx1-ubyte[.gz]}
 * and their {@code t10k} (or {@code test}) neighbours in one folder, held in memory as bytes.
 */
final class IdxDataset implements Dataset {
    /** One part of the folder: its pictures and, if there are any, their labels. */
    private record Part(String name, IdxFile images, @Nullable IdxFile labels) {}

    /** Picture {@code index} of a part. */
    private record Place(Part part, int index) {
        String id() {
            return "%s/%06d".formatted(part.name(), index);
        }
    }

    private final Path folder;
    private final Split split;
    private final List<Part> parts;
    private final List<Place> places;
    private final List<String> classes;
    private volatile @Nullable String fingerprint;

    IdxDataset(DataConfig.Idx config, Path folder, Split split) {
        this.folder = folder;
        this.split = split;
        Part train = part(folder, "train");
        Part test = part(folder, "t10k");
        if (test == null) {
            test = part(folder, "test");
        }
        if (train == null) {
            throw new DataException(
                    folder
                            + " holds no train-images-idx3-ubyte or train-images-idx3-ubyte.gz."
                            + " Choose the folder that holds the MNIST-style files, or another"
                            + " type of data.");
        }
        this.classes = classNames(config, train, test);
        this.places = new ArrayList<>();
        if (test == null) {
            List<Place> all = new ArrayList<>();
            addAll(all, train);
            places.addAll(
                    HeldOut.part(
                            all, p -> StepHash.ofText(p.id()), config.validationFraction(), split));
            this.parts = List.of(train);
        } else {
            List<Part> chosen =
                    switch (split) {
                        case TRAIN -> List.of(train);
                        case VALIDATION -> List.of(test);
                        case ALL -> List.of(train, test);
                    };
            chosen.forEach(p -> addAll(places, p));
            this.parts = chosen;
        }
    }

    private static void addAll(List<Place> places, Part part) {
        IntStream.range(0, part.images().count()).forEach(i -> places.add(new Place(part, i)));
    }

    private static @Nullable Part part(Path folder, String name) {
        Path imageFile = find(folder, name, "images");
        if (imageFile == null) {
            return null;
        }
        IdxFile images = IdxFile.read(imageFile, 3);
        Path labelFile = find(folder, name, "labels");
        IdxFile labels = labelFile == null ? null : IdxFile.read(labelFile, 1);
        if (labels != null && labels.count() != images.count()) {
            throw new DataException(
                    "%s has %d pictures, but %s has %d labels; they do not belong together."
                            .formatted(imageFile, images.count(), labelFile, labels.count()));
        }
        return new Part(name, images, labels);
    }

    /** The file whose name has the part's name, then "images" or "labels", then "idx". */
    private static @Nullable Path find(Path folder, String part, String what) {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(f -> matches(f, part, what)).sorted().toList();
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(folder, e), e);
        }
        if (found.isEmpty()) {
            return null;
        }
        // The same file packed and unpacked is no contradiction; the unpacked one opens faster.
        Path first = found.get(0);
        for (Path other : found) {
            if (!bare(other).equals(bare(first))) {
                throw new DataException(
                        "%s holds more than one file of %s %s (%s and %s); keep one collection to a folder."
                                .formatted(
                                        folder,
                                        part,
                                        what,
                                        first.getFileName(),
                                        other.getFileName()));
            }
        }
        return first;
    }

    private static boolean matches(Path file, String part, String what) {
        String name = bare(file);
        return !name.startsWith(".")
                && name.matches("(.*[-_.])?" + part + "[-_.]" + what + "[-_.]idx\\d.*");
    }

    private static String bare(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    private static List<String> classNames(DataConfig.Idx config, Part train, @Nullable Part test) {
        int count = Math.max(labelCount(train), test == null ? 0 : labelCount(test));
        if (config.classNames().isBlank()) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
        List<String> names =
                Arrays.stream(config.classNames().split(",", -1)).map(String::strip).toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new DataException(
                    "class_names has an empty name between commas: \""
                            + config.classNames()
                            + "\".");
        }
        if (names.size() < count) {
            throw new DataException(
                    "class_names lists %d names, but the labels run from 0 to %d; list %d names."
                            .formatted(names.size(), count - 1, count));
        }
        return count == 0 ? List.of() : names;
    }

    private static int labelCount(Part part) {
        IdxFile labels = part.labels();
        if (labels == null) {
            return 0;
        }
        return IntStream.range(0, labels.count()).map(i -> labels.value(i, 0)).max().orElse(-1) + 1;
    }

    @Override
    public String name() {
        return String.valueOf(folder.getFileName());
    }

    @Override
    public int size() {
        return places.size();
    }

    @Override
    public Entry entry(int i) {
        Place place = places.get(i);
        IdxFile labels = place.part().labels();
        return new Entry(place.id(), labels == null ? -1 : labels.value(place.index(), 0), "");
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public PixelImage read(int i) {
        Place place = places.get(i);
        IdxFile images = place.part().images();
        int[] argb = new int[images.dimension(1) * images.dimension(2)];
        for (int p = 0; p < argb.length; p++) {
            argb[p] = 0xFF000000 | images.value(place.index(), p) * 0x010101;
        }
        return new PixelImage(images.dimension(2), images.dimension(1), argb);
    }

    @Override
    public PictureDetails details(int i) {
        Entry entry = entry(i);
        IdxFile images = places.get(i).part().images();
        return new PictureDetails(
                entry, className(entry), "IDX", images.dimension(2), images.dimension(1), -1, null);
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint content = new Fingerprint("idx").add(split.name()).add(size());
            for (Part part : parts) {
                content.add(part.name());
                part.images().addTo(content);
                IdxFile labels = part.labels();
                if (labels != null) {
                    labels.addTo(content);
                }
            }
            places.forEach(p -> content.add(p.index()));
            known = content.hex();
            fingerprint = known;
        }
        return known;
    }

    @Override
    public List<Skipped> skipped() {
        return List.of();
    }

    /** Black, as the background of digits and clothes is. */
    @Override
    public OptionalInt borderColor() {
        return OptionalInt.of(0xFF000000);
    }

    @Override
    public void close() {
        // The pictures are plain memory.
    }
}
