package ldmstudio.engine.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.FileDataset.Labelled;

/**
 * CelebA-HQ with the captions and masks that were made for it, as ExplainingAI lays them out:
 * {@code CelebA-HQ-img/}, {@code celeba-caption/} and {@code CelebAMask-HQ-mask/} (or {@code
 * -mask-anno/}) in one folder. Captions and masks may be missing as long as nothing asks for them.
 *
 * <p>Karras et al., 2018, arXiv:1710.10196.
 */
final class CelebaHqDataset implements Dataset, ScalableSource {
    private static final List<String> PICTURES = List.of("CelebA-HQ-img", "celeba_hq_256");

    private final Path root;
    private final FileDataset pictures;
    private final FaceCaptions captions;
    private final FaceMasks masks;

    private CelebaHqDataset(Path root, FileDataset pictures) {
        this.root = root;
        this.pictures = pictures;
        this.captions = new FaceCaptions(root);
        this.masks = new FaceMasks(root);
    }

    /**
     * Opens a part.
     *
     * @throws DataException when the folder of pictures is missing or empty
     */
    static Dataset open(DataConfig.CelebaHq config, Path root, int imgSize, Split split) {
        Path folder =
                PICTURES.stream()
                        .map(root::resolve)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new DataException(
                                                "%s holds no folder %s with the pictures; data.path names the folder above it."
                                                        .formatted(
                                                                root,
                                                                String.join(" or ", PICTURES))));
        PictureFiles files = PictureFiles.under(folder);
        if (files.pictures().isEmpty()) {
            throw new DataException(
                    folder + " holds no picture (.jpg, .png, .webp, .gif, .bmp, .tif).");
        }
        List<Labelled> part =
                HeldOut.part(
                        files.pictures().stream().map(f -> new Labelled(f, -1)).toList(),
                        picture -> StepHash.ofText(picture.file().id()),
                        config.validationFraction(),
                        split);
        return new CelebaHqDataset(
                root, new FileDataset(files, imgSize, split, part, List.of(), new Captions(files)));
    }

    /** The picture's name without folder and ending, by which captions and masks are found. */
    private String key(int i) {
        String id = pictures.entry(i).id();
        String name = id.substring(id.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
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
        List<String> all = captions(i);
        return new Entry(pictures.entry(i).id(), -1, all.isEmpty() ? "" : all.get(0));
    }

    @Override
    public List<String> captions(int i) {
        return captions.of(key(i));
    }

    @Override
    public List<String> maskParts() {
        return masks.any() ? FaceMasks.PARTS : List.of();
    }

    @Override
    public Scalable scalable(int i, int shortSide) throws UnreadablePictureException {
        return pictures.scalable(i, shortSide);
    }

    @Override
    public PartMask mask(int i) throws UnreadablePictureException {
        return masks.read(key(i));
    }

    @Override
    public void requireCaptions() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (!captions.has(key(i))) {
                missing.add(key(i) + ".txt");
            }
        }
        refuse(missing, "caption", captions.where());
    }

    @Override
    public void requireMasks() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (!masks.has(key(i))) {
                missing.add(key(i));
            }
        }
        refuse(missing, "mask", masks.where());
    }

    private void refuse(List<String> missing, String what, String where) {
        if (!missing.isEmpty()) {
            throw new DataException(
                    "%d of %d pictures of %s have no %s, the first is %s. They are looked for in %s. Add them, or train without."
                            .formatted(
                                    missing.size(), size(), name(), what, missing.get(0), where));
        }
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public PixelImage read(int i) throws UnreadablePictureException {
        return pictures.read(i);
    }

    @Override
    public PixelImage read(int i, int shortSide) throws UnreadablePictureException {
        return pictures.read(i, shortSide);
    }

    @Override
    public PictureDetails details(int i) throws UnreadablePictureException {
        PictureDetails plain = pictures.details(i);
        return new PictureDetails(
                entry(i),
                "",
                plain.format(),
                plain.width(),
                plain.height(),
                plain.fileBytes(),
                plain.path());
    }

    /** Of pictures and captions; masks change no latents, so they may be added later. */
    @Override
    public String fingerprint() {
        Fingerprint content = new Fingerprint("celeba_hq").add(pictures.fingerprint());
        for (int i = 0; i < size(); i++) {
            captions.addTo(content, key(i));
        }
        return content.hex();
    }

    @Override
    public List<Skipped> skipped() {
        return pictures.skipped();
    }

    @Override
    public void scan(ScanProgress progress) {
        pictures.scan(progress);
    }

    @Override
    public void close() {
        pictures.close();
    }
}
