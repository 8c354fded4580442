package ldmstudio.engine.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.config.DrawnData;

/**
 * The built-in collection: captioned drawings of one form each, made when they are asked for.
 *
 * <p>Picture number n is a function of (picture seed, n) alone, so any count of them needs no disk.
 * There are over 20,000 distinct captions; the class is the form. Drawn with antialiasing at the
 * model's size. What is held out is a share of the pictures, or every picture of some pairs of form
 * and colour ({@link ShapeCombinations}).
 */
final class ShapesDataset implements Dataset {
    /** Raised whenever the same parameters would give other pictures or captions. */
    private static final int GENERATOR_VERSION = 1;

    private final DrawnData.Shapes config;
    private final int imgSize;
    private final Split split;
    private final int[] numbers;

    ShapesDataset(DrawnData.Shapes config, int imgSize, Split split) {
        this.config = config;
        this.imgSize = imgSize;
        this.split = split;
        this.numbers = numbersOf(config, split);
    }

    /** As {@link HeldOut}, over plain numbers: the count may be in the millions. */
    private static int[] numbersOf(DrawnData.Shapes config, Split split) {
        IntStream all = IntStream.range(0, config.count());
        if (split == Split.ALL) {
            return all.toArray();
        }
        BitSet heldOut = combinations(config) ? heldOutPairs(config) : heldOutPictures(config);
        if (split == Split.TRAIN) {
            heldOut.flip(0, config.count());
        }
        return heldOut.stream().toArray();
    }

    private static BitSet heldOutPictures(DrawnData.Shapes config) {
        BitSet heldOut = new BitSet(config.count());
        IntStream.range(0, config.count())
                .filter(n -> HeldOut.isHeldOut(StepHash.mix(n + 1L), config.validationFraction()))
                .forEach(heldOut::set);
        if (config.validationFraction() > 0 && config.count() > 1) {
            if (heldOut.isEmpty()) {
                heldOut.set(config.count() - 1);
            } else if (heldOut.cardinality() == config.count()) {
                heldOut.clear(0);
            }
        }
        return heldOut;
    }

    private static BitSet heldOutPairs(DrawnData.Shapes config) {
        ShapeCombinations pairs = new ShapeCombinations(plain(config));
        BitSet heldOut = new BitSet(config.count());
        for (int n = 0; n < config.count(); n++) {
            if (pairs.isHeldOut(ShapeScene.of(config.pictureSeed(), n, plain(config)))) {
                heldOut.set(n);
            }
        }
        return heldOut;
    }

    private static boolean combinations(DrawnData.Shapes config) {
        return config.holdOut().equals("combinations");
    }

    private static boolean plain(DrawnData.Shapes config) {
        return config.variety().equals("plain");
    }

    @Override
    public String name() {
        return "captioned shapes";
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public Entry entry(int i) {
        ShapeScene scene = scene(i);
        return new Entry(id(i), scene.form().ordinal(), scene.caption(), scene.attributes());
    }

    @Override
    public List<String> classes() {
        return ShapeScene.forms(plain(config)).stream().map(ShapeForm::word).toList();
    }

    @Override
    public PixelImage read(int i) {
        return draw(scene(i), imgSize);
    }

    @Override
    public PixelImage read(int i, int shortSide) {
        return draw(scene(i), Math.max(1, shortSide));
    }

    /** One part: the form's silhouette. */
    @Override
    public List<String> maskParts() {
        return List.of("form");
    }

    @Override
    public PartMask mask(int i) {
        Shape form = outline(scene(i), imgSize);
        byte[] parts = new byte[imgSize * imgSize];
        for (int y = 0; y < imgSize; y++) {
            for (int x = 0; x < imgSize; x++) {
                parts[y * imgSize + x] = (byte) (form.contains(x + 0.5, y + 0.5) ? 1 : 0);
            }
        }
        return new PartMask(imgSize, imgSize, parts);
    }

    @Override
    public PictureDetails details(int i) {
        Entry entry = entry(i);
        return new PictureDetails(entry, className(entry), "generated", imgSize, imgSize, -1, null);
    }

    @Override
    public String fingerprint() {
        Fingerprint content =
                new Fingerprint("shapes")
                        .add(GENERATOR_VERSION)
                        .add(config.count())
                        .add(config.pictureSeed())
                        .add(config.variety())
                        .add(Double.doubleToLongBits(config.validationFraction()))
                        .add(imgSize)
                        .add(split.name());
        if (combinations(config)) {
            content.add(config.holdOut());
        }
        return content.hex();
    }

    @Override
    public List<Skipped> skipped() {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private String id(int i) {
        return "shape-%07d".formatted(numbers[i]);
    }

    private ShapeScene scene(int i) {
        return ShapeScene.of(config.pictureSeed(), numbers[i], plain(config));
    }

    static PixelImage draw(ShapeScene scene, int side) {
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int[] argb = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        for (int y = 0; y < side; y++) {
            Arrays.fill(argb, y * side, (y + 1) * side, backgroundAt(scene, (y + 0.5) / side));
        }
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setPaint(new Color(scene.rgb()));
            graphics.fill(outline(scene, side));
        } finally {
            graphics.dispose();
        }
        for (int i = 0; i < argb.length; i++) {
            argb[i] |= 0xFF000000;
        }
        return new PixelImage(side, side, argb);
    }

    /** The form's outline in pixels of a picture with this side. */
    static Shape outline(ShapeScene scene, int side) {
        AffineTransform place =
                AffineTransform.getTranslateInstance(
                        scene.centerX() * side, scene.centerY() * side);
        place.rotate(scene.tilt());
        place.scale(scene.radius() * side, scene.radius() * side);
        return place.createTransformedShape(scene.form().outline());
    }

    private static int backgroundAt(ShapeScene scene, double height) {
        int top = scene.background().top().rgb();
        int bottom = scene.background().bottom().rgb();
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = top >> shift & 255;
            int to = bottom >> shift & 255;
            rgb |= (int) Math.round(from + height * (to - from)) << shift;
        }
        return rgb;
    }
}
