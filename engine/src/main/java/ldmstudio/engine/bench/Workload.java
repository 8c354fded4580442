package ldmstudio.engine.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.sampler.Denoiser;
import ldmstudio.engine.sampler.GuidedDenoiser;
import ldmstudio.engine.sampler.Sampler;
import ldmstudio.engine.sampler.SamplerOptions;
import ldmstudio.engine.sampler.Samplers;
import ldmstudio.engine.sampler.SamplingListener;
import ldmstudio.engine.sampler.SeededNoise;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.train.MeasuredStep;

/** What is measured, by the peer's names; random weights, random inputs. */
enum Workload {
    STAGE1_STEP("stage1-step", "8 pictures of 64 px: L1 + KL, backward, AdamW"),
    STAGE1_GAN_STEP(
            "stage1-gan-step",
            "the same with LPIPS, PatchGAN, adaptive weight and both optimizers"),
    STAGE2_STEP(
            "stage2-step", "16 latents of 16 px told 32 tokens: noise, backward, AdamW, average"),
    SAMPLE("sample", "8 latents of 16 px, guidance 4, 20 DDIM steps"),
    ENCODE("encode", "4 pictures of 256 px to moments"),
    DECODE("decode", "4 latents of 32 px to pictures of 256 px"),
    TLD_STEP("tld-step", "the transformer of 101 M, 4 latents of 32 px: backward, AdamW, average"),
    TLD_SAMPLE("tld-sample", "the same, 4 pictures, guidance 6, 15 steps");

    /**
     * Something to run again and again.
     *
     * @param layout of the pictures in its network
     */
    record Task(Layout layout, Runnable work) {
        private Task(Module network, Runnable work) {
            this(network.layout(), work);
        }

        void run() {
            work.run();
        }
    }

    private final String word;
    private final String words;

    Workload(String word, String words) {
        this.word = word;
        this.words = words;
    }

    String word() {
        return word;
    }

    /** What it is, in a line. */
    String words() {
        return words;
    }

    /** Whether gradients are taken. */
    boolean trains() {
        return word.endsWith("-step");
    }

    /** Whether a peer's script has it; else {@link Peer#ours} does. */
    boolean peerHasIt() {
        return this != TLD_STEP && this != TLD_SAMPLE;
    }

    static Workload of(String word) {
        return Arrays.stream(values())
                .filter(workload -> workload.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no workload '"
                                                + word
                                                + "'; there are "
                                                + String.join(
                                                        ", ",
                                                        Arrays.stream(values())
                                                                .map(Workload::word)
                                                                .toList())));
    }

    /**
     * Makes the networks and inputs.
     *
     * @param models folder of their configurations; empty path: the built-in ones
     */
    Task open(Ops ops, Path models) throws IOException {
        return switch (this) {
            case STAGE1_STEP -> stage1(ops, models, false);
            case STAGE1_GAN_STEP -> stage1(ops, models, true);
            case STAGE2_STEP -> {
                DenoiserNetwork unet = denoiser(ops, BenchModels.read(models, "unet.json"));
                yield stage2(ops, unet, DiffusionConfig.defaults(), 16, told(ops, 16));
            }
            case SAMPLE -> {
                DenoiserNetwork unet = denoiser(ops, BenchModels.read(models, "unet.json"));
                Process process = Process.of(DiffusionConfig.defaults());
                yield sample(ops, unet, process, "ddim", 20, 4, 8, told(ops, 16));
            }
            case ENCODE -> {
                Autoencoder vae = autoencoder(ops, BenchModels.read(models, "vae_sd.json"));
                NDArray pixels = uniform(ops, 4, 3, 256, 256);
                yield new Task(vae, () -> read(ops, () -> vae.encode(pixels)));
            }
            case DECODE -> {
                Autoencoder vae = autoencoder(ops, BenchModels.read(models, "vae_sd.json"));
                NDArray latents = uniform(ops, 4, 4, 32, 32);
                yield new Task(vae, () -> read(ops, () -> vae.decode(latents)));
            }
            case TLD_STEP -> {
                DenoiserNetwork tld = denoiser(ops, BenchModels.transformer());
                yield stage2(ops, tld, tldProcess(), 4, Conditioning.ofPooled(normal(ops, 4, 768)));
            }
            case TLD_SAMPLE -> {
                DenoiserNetwork tld = denoiser(ops, BenchModels.transformer());
                Process process = Process.of(tldProcess());
                yield sample(
                        ops,
                        tld,
                        process,
                        "tld_dpmpp",
                        15,
                        6,
                        4,
                        Conditioning.ofPooled(normal(ops, 8, 768)));
            }
        };
    }

    private static Task stage1(Ops ops, Path models, boolean critic) throws IOException {
        Autoencoder vae = autoencoder(ops, BenchModels.read(models, "vae.json"));
        Lpips lpips = critic ? Lpips.open(ops, new RandomVgg(), null) : null;
        NDArray pixels = uniform(ops, 8, 3, 64, 64);
        return new Task(vae, MeasuredStep.stage1(ops, vae, pixels, lpips)::run);
    }

    private static Task stage2(
            Ops ops,
            DenoiserNetwork denoiser,
            DiffusionConfig diffusion,
            int batch,
            Conditioning told) {
        int[] shape = sampleShape(denoiser);
        float[] latents =
                new Noise(0, "latents").uniform(0, 0, batch * shape[0] * shape[1] * shape[2]);
        Stage2Config config = Stage2Config.defaults().withDiffusion(diffusion);
        return new Task(
                denoiser,
                MeasuredStep.stage2(ops, denoiser, config, latents, batch, shape, told)::run);
    }

    private static Task sample(
            Ops ops,
            DenoiserNetwork denoiser,
            Process process,
            String sampler,
            int steps,
            double guidance,
            int count,
            Conditioning both) {
        PredictionType type =
                process instanceof Process.VariancePreserving
                        ? PredictionType.EPSILON
                        : PredictionType.SAMPLE;
        Sampler by = Samplers.create(ops, sampler, process, type, steps, SamplerOptions.defaults());
        int[] shape = sampleShape(denoiser);
        Shape drawn = new Shape(count, shape[0], shape[1], shape[2]);
        SamplingListener quiet = SamplingListener.NONE;
        Supplier<NDArray> drawing =
                () -> {
                    Denoiser asked = denoiser.conditioned(both, 2)::predict;
                    SeededNoise noise = SeededNoise.series(ops, 0, 0, count);
                    return by.sample(
                            by.begin(noise.start(drawn)),
                            0,
                            new GuidedDenoiser(ops, asked, guidance),
                            noise,
                            quiet);
                };
        return new Task(denoiser, () -> read(ops, drawing));
    }

    /** Runs to the end: on a GPU an answer is not there before a number of it is read. */
    private static void read(Ops ops, Supplier<NDArray> work) {
        try (Scope scope = Scope.open()) {
            NDArray result = work.get();
            float first = ops.item(ops.narrow(ops.reshape(result, -1), 0, 0, 1));
            if (Float.isNaN(first)) {
                throw new IllegalStateException("A random network answered with no number");
            }
        }
    }

    private static Autoencoder autoencoder(Ops ops, Map<String, Object> config) {
        Autoencoder autoencoder = Autoencoders.fromConfig(ops, config);
        autoencoder.initialize(0);
        autoencoder.setTraining(false);
        return autoencoder;
    }

    private static DenoiserNetwork denoiser(Ops ops, Map<String, Object> config) {
        DenoiserNetwork denoiser = Denoisers.fromConfig(ops, config);
        denoiser.initialize(0);
        denoiser.setTraining(false);
        return denoiser;
    }

    private static int[] sampleShape(DenoiserNetwork denoiser) {
        Map<String, Object> config = denoiser.configMap();
        Object size = config.getOrDefault("sample_size", config.get("image_size"));
        int side = Integer.parseInt(String.valueOf(size));
        return new int[] {denoiser.sampleChannels(), side, side};
    }

    private static Conditioning told(Ops ops, int batch) {
        return Conditioning.ofContext(normal(ops, batch, 32, 256));
    }

    private static DiffusionConfig tldProcess() {
        return DiffusionConfig.of("tld", 1000, "linear", 1e-4, 0.02, false, "sample");
    }

    private static NDArray uniform(Ops ops, int... shape) {
        float[] values = new Noise(0, "pictures").uniform(0, 0, size(shape));
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * values[i] - 1;
        }
        return ops.array(values, longs(shape));
    }

    private static NDArray normal(Ops ops, int... shape) {
        return ops.array(new Noise(0, "texts").normal(0, 0, size(shape)), longs(shape));
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }

    static List<String> allWords() {
        List<String> all = new ArrayList<>();
        for (Workload workload : values()) {
            all.add(workload.word);
        }
        return all;
    }
}
