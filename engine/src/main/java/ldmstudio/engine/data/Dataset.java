package ldmstudio.engine.data;

import java.util.List;
import java.util.OptionalInt;

/**
 * A list of pictures with names, classes and captions: one {@link Split} of one source.
 *
 * <p>Indices run from 0 to {@code size() - 1} and mean the same picture as long as the source is
 * unchanged; {@link #fingerprint()} tells. All methods are safe from many threads. Close it when
 * done.
 */
public interface Dataset extends AutoCloseable {
    /** A short name for people, such as the folder's. */
    String name();

    /** Number of pictures, unreadable ones that were not found yet included. */
    int size();

    /** Name, class and caption of picture {@code i}. */
    Entry entry(int i);

    /** Class names by label; empty where there are no classes. */
    List<String> classes();

    /**
     * Decodes picture {@code i}: upright, opaque (transparency flattened over white), and at least
     * as large as the model needs where the source is that large.
     *
     * @throws UnreadablePictureException if it cannot be decoded; it is then in {@link #skipped()}
     */
    PixelImage read(int i) throws UnreadablePictureException;

    /**
     * As {@link #read(int)}, where a smaller picture will do: its short side is at least {@code
     * shortSide} pixels where the source is that large.
     */
    default PixelImage read(int i, int shortSide) throws UnreadablePictureException {
        return read(i);
    }

    /**
     * What the catalogue shows of picture {@code i}; reads a file's header, not its pixels.
     *
     * @throws UnreadablePictureException if it cannot be read; it is then in {@link #skipped()}
     */
    default PictureDetails details(int i) throws UnreadablePictureException {
        PixelImage picture = read(i);
        Entry entry = entry(i);
        return new PictureDetails(
                entry, className(entry), "", picture.width(), picture.height(), -1, null);
    }

    /** The class of an entry in words, or the empty string. */
    default String className(Entry entry) {
        return entry.classLabel() < 0 ? "" : classes().get(entry.classLabel());
    }

    /**
     * SHA-256 (64 hex digits) of what this split consists of.
     *
     * <ul>
     *   <li>Files: every id with its file's length and modification time (whole seconds), and the
     *       captions; not the content, so that it takes no time.
     *   <li>IDX: the pictures' and labels' whole content, unpacked.
     *   <li>Shapes: the generator's version and all parameters.
     * </ul>
     */
    String fingerprint();

    /** The pictures found unreadable so far, sorted by id. */
    List<Skipped> skipped();

    /**
     * Looks at every picture's header, so that {@link #skipped()} lists the broken ones before
     * anybody trains. Returns when done or told to stop.
     */
    default void scan(ScanProgress progress) {
        progress.checked(size(), size());
    }

    /** All captions of picture {@code i}; training draws one of them each time. */
    default List<String> captions(int i) {
        String caption = entry(i).caption();
        return caption.isBlank() ? List.of() : List.of(caption);
    }

    /** Names of the parts that masks tell apart; empty: there are no masks. */
    default List<String> maskParts() {
        return List.of();
    }

    /**
     * Which part each pixel of picture {@code i} shows, in the picture's own proportions.
     *
     * @throws UnreadablePictureException if it cannot be decoded
     * @throws DataException if there are no masks
     */
    default PartMask mask(int i) throws UnreadablePictureException {
        throw new DataException(name() + " has no masks.");
    }

    /**
     * For a training that tells captions.
     *
     * @throws DataException naming what is missing
     */
    default void requireCaptions() {
        for (int i = 0; i < size(); i++) {
            if (!captions(i).isEmpty()) {
                return;
            }
        }
        throw new DataException(
                name()
                        + " has no captions, but condition.type tells them. Use condition.type none"
                        + " or class, or captioned data.");
    }

    /**
     * For a training that tells masks.
     *
     * @throws DataException naming what is missing
     */
    default void requireMasks() {
        if (maskParts().isEmpty()) {
            throw new DataException(
                    name()
                            + " has no masks, but condition.type tells them. Use data of type"
                            + " celeba_hq or shapes.");
        }
    }

    /**
     * The colour ({@code 0xFFRRGGBB}) of the border where pictures are padded to a square; empty:
     * chosen for each picture from its own edge.
     */
    default OptionalInt borderColor() {
        return OptionalInt.empty();
    }

    @Override
    void close();
}
