package ldmstudio.engine.pipeline;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.config.KeyframeNumbers;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTimeline;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.sampler.NoiseSource;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * A way through what a model can draw: a function of the time in [0, 1] to pictures.
 *
 * <p>Between keyframes the embeddings of the texts, the noise of all steps and the numbers of the
 * sampling are mixed. On a keyframe the picture is, bit for bit, that of a sampling with its
 * settings. Pictures are drawn one by one, so that each depends on its place alone.
 *
 * <p>Used by one thread at a time.
 */
public final class Walk {
    private final DiffusionPipeline pipeline;
    private final DiffusionModel model;
    private final Ops ops;
    private final WalkConfig config;
    private final WalkMemory memory;
    private final WalkTimeline timeline;
    private final WalkTexts texts;
    private final NoiseMix noiseMix;
    private final WalkEnds ends;
    private final Map<Integer, WalkEnd> ready = new HashMap<>();

    /** A first noise that is remembered. */
    private record Start(NoiseRoot root) {}

    /**
     * Gets a walk ready; nothing is drawn yet.
     *
     * @param memory of this model, shared by its walks
     * @param fingerprint of the model's weights, by which its own pictures are known
     * @throws ldmstudio.engine.config.ConfigException for a walk that does not fit together
     * @throws IllegalArgumentException for a keyframe or a mode that this model cannot draw
     */
    public Walk(
            DiffusionPipeline pipeline, WalkConfig config, WalkMemory memory, String fingerprint) {
        this.pipeline = pipeline;
        this.model = pipeline.model();
        this.ops = model.ops();
        this.config = config.checked();
        this.memory = memory;
        this.timeline =
                WalkTimeline.of(
                        config.mode().equals("circle") ? config.with("loop", true) : config);
        this.texts = new WalkTexts(model, memory, NoiseMix.of(config.textBlend()));
        this.noiseMix = NoiseMix.of(config.noiseBlend());
        this.ends = new WalkEnds(pipeline, config, memory, fingerprint);
        if (byLatents() && model.autoencoder() == null) {
            throw new IllegalArgumentException(
                    "This model draws pixels without an autoencoder, so there are no latents"
                            + " between pictures. Choose another mode, or a model with one.");
        }
        new WishConditions(model)
                .check(
                        config.keyframes().stream()
                                .map(k -> new Wish(k.classLabel(), k.prompt(), null))
                                .toList());
        pipeline.sampler(config.sampling());
    }

    public WalkConfig config() {
        return config;
    }

    /** What a person should know about the pictures at its ends, in words. */
    public List<String> notices() {
        return ends.notices();
    }

    /** Pictures at its ends that go through the autoencoder, each once. */
    public List<Path> encodedPictures() {
        return ends.encoded();
    }

    /** Whether its end is its beginning. */
    public boolean closed() {
        return WalkShares.closed(config);
    }

    /**
     * The picture at a place.
     *
     * @param x the time; on a pad the first coordinate
     * @param y on a pad the second coordinate
     * @param steps of the sampler; 0: as many as the walk says
     * @throws CancellationException when that was asked for
     */
    public PixelImage frame(double x, double y, int steps, BooleanSupplier cancelled) {
        boolean pad = config.mode().equals("plane");
        WalkShares shares =
                pad
                        ? WalkShares.onPad(config.keyframes().size(), x, y)
                        : WalkShares.at(timeline, x);
        if (byLatents()) {
            return betweenLatents(shares);
        }
        List<WalkEnd> there = shares.indices().stream().map(i -> end(i, cancelled)).toList();
        SamplingConfig how = how(there, shares.shares());
        NoiseSource noise = noise(shares, there, x, cancelled);
        try (Scope scope = Scope.open()) {
            return pipeline.draw(
                    steps == 0 ? how : how.with("steps", steps),
                    texts.told(there, shares.shares()),
                    noise,
                    cancelled);
        }
    }

    /** The picture of a film at a time; on a pad along a way once round inside it. */
    public PixelImage film(double time, BooleanSupplier cancelled) {
        double[] place = {time, 0};
        if (config.mode().equals("plane")) {
            place = WalkShares.tour(config.keyframes().size(), time);
        }
        return frame(place[0], place[1], 0, cancelled);
    }

    /** What a film shows at a time, in words: the text or the class, or both of them. */
    public String caption(double time) {
        double[] place = WalkShares.tour(config.keyframes().size(), time);
        WalkShares shares =
                config.mode().equals("plane")
                        ? WalkShares.onPad(config.keyframes().size(), place[0], place[1])
                        : WalkShares.at(timeline, time);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < shares.shares().length; i++) {
            String subject = ends.subject(shares.indices().get(i));
            if (!subject.isBlank() && !words.contains(subject)) {
                words.add(subject);
            }
        }
        return String.join(" → ", words);
    }

    private boolean byLatents() {
        return config.mode().equals("latents");
    }

    private WalkEnd end(int index, BooleanSupplier cancelled) {
        WalkEnd known = ready.get(index);
        if (known == null) {
            known = ends.get(index, cancelled);
            ready.put(index, known);
        }
        return known;
    }

    private PixelImage betweenLatents(WalkShares shares) {
        List<float[]> all = shares.indices().stream().map(ends::latents).toList();
        try (Scope scope = Scope.open()) {
            float[] mixed = noiseMix.of(all, shares.shares(), all.get(0).length);
            return pipeline.decode(ops.array(mixed, shape().getShape())).get(0);
        }
    }

    private Shape shape() {
        return new Shape(1, model.channels(), model.height(), model.width());
    }

    /** The settings of a place: the first keyframe's, with numbers between those of all. */
    private static SamplingConfig how(List<WalkEnd> there, double[] shares) {
        SamplingConfig how = there.get(0).how();
        for (String key : KeyframeNumbers.keys()) {
            List<Double> all = there.stream().map(end -> (Double) end.how().get(key)).toList();
            double first = all.get(0);
            if (all.stream().anyMatch(each -> each != first)) {
                double sum = 0;
                for (int i = 0; i < shares.length; i++) {
                    sum += shares[i] * all.get(i);
                }
                how = how.with(key, sum);
            }
        }
        return how;
    }

    private NoiseSource noise(
            WalkShares shares, List<WalkEnd> there, double time, BooleanSupplier cancelled) {
        List<NoiseRoot> roots;
        WalkNoise.Between between;
        switch (config.mode()) {
            case "circle" -> {
                NoiseRoot first = end(0, cancelled).root();
                NoiseRoot second =
                        config.keyframes().size() > 1
                                ? end(1, cancelled).root()
                                : NoiseRoot.of(first.seed() + 1);
                roots = List.of(first, second);
                between = WalkNoise.Between.circle(time);
            }
            case "noise_walk" -> {
                int ways = config.loop() ? config.stops() : config.stops() - 1;
                double place = Math.max(0, Math.min(1, time)) * ways;
                int from = Math.min(ways - 1, (int) place);
                double share = place - from;
                roots = List.of(stop(from, cancelled), stop(from + 1, cancelled));
                between = WalkNoise.Between.shares(noiseMix, new double[] {1 - share, share});
            }
            default -> {
                roots = there.stream().map(WalkEnd::root).toList();
                between = WalkNoise.Between.shares(noiseMix, shares.shares());
            }
        }
        return new WalkNoise(
                ops,
                roots,
                between,
                root -> memory.get(new Start(root), () -> root.start(ops, shape())));
    }

    /** The noise of a stop of a noise walk: the seed of the first keyframe, and those after it. */
    private NoiseRoot stop(int number, BooleanSupplier cancelled) {
        NoiseRoot first = end(0, cancelled).root();
        int stop = number % config.stops();
        return stop == 0 ? first : NoiseRoot.of(first.seed() + stop);
    }
}
