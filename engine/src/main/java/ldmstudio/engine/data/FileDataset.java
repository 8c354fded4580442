package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.data.PictureDecoder.Header;
import ldmstudio.engine.data.PictureFiles.Found;
import org.jspecify.annotations.Nullable;

/** Pictures that are files of their own, decoded each time they are read. */
final class FileDataset implements Dataset, ScalableSource {
    /** A picture file with its label, -1 where there are no classes. */
    record Labelled(Found file, int classLabel) {}

    private final Path root;
    private final int imgSize;
    private final Split split;
    private final List<Labelled> pictures;
    private final List<String> classes;
    private final PictureTexts captions;
    private final boolean labelsFromTable;
    private final SkipLog skips;
    private volatile @Nullable String fingerprint;

    FileDataset(
            PictureFiles files,
            int imgSize,
            Split split,
            List<Labelled> pictures,
            List<String> classes,
            PictureTexts captions) {
        this(files, imgSize, split, pictures, classes, captions, false);
    }

    /**
     * @param labelsFromTable whether labels are not said by the pictures' ids already
     */
    FileDataset(
            PictureFiles files,
            int imgSize,
            Split split,
            List<Labelled> pictures,
            List<String> classes,
            PictureTexts captions,
            boolean labelsFromTable) {
        this.labelsFromTable = labelsFromTable;
        this.root = files.root();
        this.skips = files.skips();
        this.imgSize = imgSize;
        this.split = split;
        this.pictures = List.copyOf(pictures);
        this.classes = List.copyOf(classes);
        this.captions = captions;
    }

    @Override
    public String name() {
        return String.valueOf(root.getFileName());
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Entry entry(int i) {
        Labelled picture = pictures.get(i);
        Found file = picture.file();
        return new Entry(
                file.id(), picture.classLabel(), captions.of(file), captions.attributesOf(file));
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
        String id = pictures.get(i).file().id();
        String known = skips.reason(id);
        if (known != null) {
            throw new UnreadablePictureException(id, known);
        }
        try {
            return PictureDecoder.scalable(root.resolve(id), Math.max(1, shortSide));
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    @Override
    public PictureDetails details(int i) throws UnreadablePictureException {
        Entry entry = entry(i);
        Path path = root.resolve(entry.id());
        try {
            Header header = PictureDecoder.header(path);
            return new PictureDetails(
                    entry,
                    className(entry),
                    header.format().name(),
                    header.width(),
                    header.height(),
                    pictures.get(i).file().bytes(),
                    path);
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
        for (int i = 0; i < pictures.size(); i++) {
            String id = pictures.get(i).file().id();
            try {
                PictureDecoder.header(root.resolve(id));
            } catch (IOException e) {
                skips.add(id, FileTrouble.reason(e));
            }
            if (!progress.checked(i + 1, pictures.size())) {
                return;
            }
        }
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint content = new Fingerprint("files").add(split.name()).add(classes.size());
            classes.forEach(content::add);
            for (Labelled picture : pictures) {
                Found file = picture.file();
                content.add(file.id()).add(file.bytes()).add(file.modified());
                captions.addTo(content, file);
                if (labelsFromTable) {
                    content.add(picture.classLabel());
                }
            }
            known = content.hex();
            fingerprint = known;
        }
        return known;
    }

    @Override
    public List<Skipped> skipped() {
        return skips.list();
    }

    @Override
    public void close() {
        // Files are opened and closed with every read.
    }
}
