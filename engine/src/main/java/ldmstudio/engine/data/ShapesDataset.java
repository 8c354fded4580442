package ldmstudio.engine.data;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.config.DataConfig;

/**
 * The built-in collection: captioned drawings of one form each, made when they are asked for.
 *
 * <p>Picture number n is a function of (picture seed, n) alone, so any count of them needs no disk.
 * There are over 20,000 distinct captions; the class is the form. Drawn with antialiasing at the
 * model's size.
 */
final class ShapesDataset implements Dataset {
    /** Raised whenever the same parameters would give other pictures or captions. */
    private static final int GENERATOR_VERSION = 1;

    private final DataConfig.Shapes config;
    private final int imgSize;
    private final Split split;
    private final int[] numbers;

    ShapesDataset(DataConfig.Shapes config, int imgSize, Split split) {
        this.config = config;
        this.imgSize = imgSize;
        this.split = split;
        this.numbers = numbersOf(config, split);
    }

    /** As {@link HeldOut}, over plain numbers: the count may be in the millions. */
    private static int[] numbersOf(DataConfig.Shapes config, Split split) {
        IntStream all = IntStream.range(0, config.count());
        if (split == Split.ALL) {
            return all.toArray();
        }
        BitSet heldOut = new BitSet(config.count());
        all.filter(n -> HeldOut.isHeldOut(StepHash.mix(n + 1L), config.validationFraction()))
                .forEach(heldOut::set);
        if (config.validationFraction() > 0 && config.count() > 1) {
            if (heldOut.isEmpty()) {
                heldOut.set(config.count() - 1);
            } else if (heldOut.cardinality() == config.count()) {
                heldOut.clear(0);
            }
        }
        if (split == Split.TRAIN) {
            heldOut.flip(0, config.count());
        }
        return heldOut.stream().toArray();
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
        return new Entry(id(i), scene.form().ordinal(), scene.caption());
    }

    @Override
    public List<String> classes() {
        return Arrays.stream(ShapeForm.values()).map(ShapeForm::word).toList();
    }

    @Override
    public PixelImage read(int i) {
        return draw(scene(i), imgSize);
    }

    @Override
    public PixelImage read(int i, int shortSide) {
        return draw(scene(i), Math.max(1, shortSide));
    }

    @Override
    public PictureDetails details(int i) {
        Entry entry = entry(i);
        return new PictureDetails(entry, className(entry), "generated", imgSize, imgSize, -1, null);
    }

    @Override
    public String fingerprint() {
        return new Fingerprint("shapes")
                .add(GENERATOR_VERSION)
                .add(config.count())
                .add(config.pictureSeed())
                .add(Double.doubleToLongBits(config.validationFraction()))
                .add(imgSize)
                .add(split.name())
                .hex();
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
        return ShapeScene.of(config.pictureSeed(), numbers[i]);
    }

    static PixelImage draw(ShapeScene scene, int side) {
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        try {
            Color top = new Color(scene.background().top().rgb());
            Color bottom = new Color(scene.background().bottom().rgb());
            graphics.setPaint(
                    top.equals(bottom) ? top : new GradientPaint(0, 0, top, 0, side, bottom));
            graphics.fillRect(0, 0, side, side);
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            AffineTransform place =
                    AffineTransform.getTranslateInstance(
                            scene.centerX() * side, scene.centerY() * side);
            place.rotate(scene.tilt());
            place.scale(scene.radius() * side, scene.radius() * side);
            graphics.setPaint(new Color(scene.rgb()));
            graphics.fill(place.createTransformedShape(scene.form().outline()));
        } finally {
            graphics.dispose();
        }
        int[] argb = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < argb.length; i++) {
            argb[i] |= 0xFF000000;
        }
        return new PixelImage(side, side, argb);
    }
}
