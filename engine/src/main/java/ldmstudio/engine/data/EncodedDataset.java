package ldmstudio.engine.data;

import java.io.IOException;
import java.util.List;
import ldmstudio.engine.data.PictureDecoder.Header;

/** Pictures that lie as encoded files (JPEG, PNG …) inside larger files. */
abstract class EncodedDataset implements Dataset, ScalableSource {
    private final String name;
    private final int imgSize;
    private final List<String> classes;
    private final SkipLog skips;

    EncodedDataset(String name, int imgSize, List<String> classes, SkipLog skips) {
        this.name = name;
        this.imgSize = imgSize;
        this.classes = List.copyOf(classes);
        this.skips = skips;
    }

    /** The whole file of picture {@code i}; an exception's message is a clause for people. */
    abstract byte[] bytes(int i) throws IOException;

    /** The name of picture {@code i}, without opening anything. */
    abstract String id(int i);

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public PixelImage read(int i) throws UnreadablePictureException {
        return read(i, imgSize);
    }

    @Override
    public PixelImage read(int i, int shortSide) throws UnreadablePictureException {
        return scalable(i, shortSide).picture();
    }

    @Override
    public Scalable scalable(int i, int shortSide) throws UnreadablePictureException {
        String id = id(i);
        String known = skips.reason(id);
        if (known != null) {
            throw new UnreadablePictureException(id, known);
        }
        try {
            return PictureDecoder.scalable(bytes(i), id, Math.max(1, shortSide));
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    @Override
    public PictureDetails details(int i) throws UnreadablePictureException {
        Entry entry = entry(i);
        try {
            byte[] bytes = bytes(i);
            Header header = PictureDecoder.header(bytes, entry.id());
            return new PictureDetails(
                    entry,
                    className(entry),
                    header.format().name(),
                    header.width(),
                    header.height(),
                    bytes.length,
                    null);
        } catch (IOException e) {
            throw unreadable(entry.id(), e);
        }
    }

    private UnreadablePictureException unreadable(String id, IOException trouble) {
        String reason = FileTrouble.reason(trouble);
        skips.add(id, reason);
        UnreadablePictureException told = new UnreadablePictureException(id, reason);
        told.initCause(trouble);
        return told;
    }

    @Override
    public void scan(ScanProgress progress) {
        for (int i = 0; i < size(); i++) {
            try {
                PictureDecoder.header(bytes(i), id(i));
            } catch (IOException e) {
                skips.add(id(i), FileTrouble.reason(e));
            }
            if (!progress.checked(i + 1, size())) {
                return;
            }
        }
    }

    @Override
    public List<Skipped> skipped() {
        return skips.list();
    }
}
