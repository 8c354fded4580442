package ldmstudio.engine.data;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.data.ShapePalette.Named;

/**
 * The built-in collection of captioned scenes: one to three things of eight forms and seven
 * colours, plain, striped or dotted, in relations to each other, in four places by day and by night
 * or on a plain background.
 *
 * <p>Picture number n is a function of (picture seed, n) alone, so any count of them needs no disk.
 * Scenes have no classes. What is held out is a share of the pictures, or every picture that shows
 * one of some pairs of form and colour ({@link HeldOutPairs}: 11 or 12 of 56).
 */
final class ScenesDataset implements Dataset {
    /** Raised whenever the same parameters would give other pictures or captions. */
    private static final int GENERATOR_VERSION = 1;

    private static final HeldOutPairs PAIRS =
            new HeldOutPairs(Scene.FORMS.size(), Scene.COLOURS.size());

    private final DrawnData.Scenes config;
    private final int imgSize;
    private final Split split;
    private final int[] numbers;

    ScenesDataset(DrawnData.Scenes config, int imgSize, Split split) {
        this.config = config;
        this.imgSize = imgSize;
        this.split = split;
        this.numbers = numbersOf(config, split);
    }

    private static int[] numbersOf(DrawnData.Scenes config, Split split) {
        IntStream all = IntStream.range(0, config.count());
        if (split == Split.ALL) {
            return all.toArray();
        }
        BitSet heldOut = new BitSet(config.count());
        all.filter(
                        combinations(config)
                                ? n -> isHeldOut(Scene.of(config.pictureSeed(), n))
                                : n ->
                                        HeldOut.isHeldOut(
                                                StepHash.mix(n + 1L), config.validationFraction()))
                .forEach(heldOut::set);
        boolean wanted = combinations(config) || config.validationFraction() > 0;
        if (wanted && heldOut.isEmpty()) {
            heldOut.set(config.count() - 1);
        }
        if (split == Split.TRAIN) {
            heldOut.flip(0, config.count());
        }
        return heldOut.stream().toArray();
    }

    private static boolean combinations(DrawnData.Scenes config) {
        return config.holdOut().equals("combinations");
    }

    static boolean isHeldOut(SceneForm form, Named colour) {
        return PAIRS.isHeldOut(form.ordinal(), Scene.COLOURS.indexOf(colour));
    }

    private static boolean isHeldOut(Scene scene) {
        return scene.things().stream().anyMatch(t -> isHeldOut(t.form(), t.colour()));
    }

    @Override
    public String name() {
        return "captioned scenes";
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public Entry entry(int i) {
        Scene scene = scene(i);
        return new Entry(
                "scene-%07d".formatted(numbers[i]), -1, scene.caption(), scene.attributes());
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public PixelImage read(int i) {
        return ScenePainter.paint(scene(i), imgSize);
    }

    @Override
    public PixelImage read(int i, int shortSide) {
        return ScenePainter.paint(scene(i), Math.max(1, shortSide));
    }

    @Override
    public PictureDetails details(int i) {
        return new PictureDetails(entry(i), "", "generated", imgSize, imgSize, -1, null);
    }

    @Override
    public String fingerprint() {
        return new Fingerprint("scenes")
                .add(GENERATOR_VERSION)
                .add(config.count())
                .add(config.pictureSeed())
                .add(Double.doubleToLongBits(config.validationFraction()))
                .add(config.holdOut())
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

    private Scene scene(int i) {
        return Scene.of(config.pictureSeed(), numbers[i]);
    }
}
