package ldmstudio.engine.denoiser;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.DiTConfig;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The shape of a {@link DiTTransformer}, with the reference's keys.
 *
 * @param inputSize side of the latents
 * @param patchSize side of the squares that become tokens
 * @param inChannels channels of the latents
 * @param hiddenSize width of a token, a multiple of 4
 * @param depth number of blocks
 * @param numHeads attention heads; they divide the width
 * @param mlpRatio width inside the feed-forward layers, in widths of a token
 * @param classDropoutProb share of the labels that was hidden in training; above 0 there is one
 *     more row in the table of classes, the last, which means "no class"
 * @param numClasses classes; 0: none
 * @param learnSigma whether the network has as many channels again for the variance, which is not
 *     used
 * @param timeCondProjDim width of the guidance scale's code in a distilled network; 0: it is not
 *     told
 */
public record DiTTransformerConfig(
        int inputSize,
        int patchSize,
        int inChannels,
        int hiddenSize,
        int depth,
        int numHeads,
        double mlpRatio,
        double classDropoutProb,
        int numClasses,
        boolean learnSigma,
        int timeCondProjDim) {
    static final String OWNER = "DiTTransformer";

    public DiTTransformerConfig {
        positive("input_size", inputSize);
        positive("patch_size", patchSize);
        positive("in_channels", inChannels);
        positive("hidden_size", hiddenSize);
        positive("depth", depth);
        positive("num_heads", numHeads);
        GuidanceCode.check(timeCondProjDim);
        if (inputSize % patchSize != 0) {
            throw new IllegalArgumentException(
                    "input_size is "
                            + inputSize
                            + ", which is no multiple of patch_size "
                            + patchSize);
        }
        if (hiddenSize % numHeads != 0 || hiddenSize % 4 != 0) {
            throw new IllegalArgumentException(
                    "hidden_size is "
                            + hiddenSize
                            + ", must be a multiple of num_heads "
                            + numHeads
                            + " and of 4");
        }
        if (!((int) (hiddenSize * mlpRatio) >= 1)) {
            throw new IllegalArgumentException(
                    "mlp_ratio is " + mlpRatio + ", must leave at least one channel");
        }
        if (!(classDropoutProb >= 0 && classDropoutProb <= 1)) {
            throw new IllegalArgumentException(
                    "class_dropout_prob is " + classDropoutProb + ", must be in [0, 1]");
        }
        if (numClasses < 0 || (numClasses == 0 && classDropoutProb == 0)) {
            throw new IllegalArgumentException(
                    "num_classes is "
                            + numClasses
                            + ", must be at least 1, or 0 with a class_dropout_prob above 0");
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is " + value + ", must be at least 1");
        }
    }

    /**
     * The shape that a run's configuration describes.
     *
     * @param told classes only; the last one means "no class"
     * @throws IllegalArgumentException when it would be told something else
     */
    static DiTTransformerConfig of(DiTConfig config, int channels, int size, ConditionNeeds told) {
        if (told.contextWidth() > 0 || told.pooledWidth() > 0 || told.imageChannels() > 0) {
            throw new IllegalArgumentException(
                    "A denoiser of type dit hears classes only; use type transformer or unet for"
                            + " texts and unet for masks");
        }
        return new DiTTransformerConfig(
                size,
                config.patchSize(),
                channels,
                config.hiddenSize(),
                config.depth(),
                config.numHeads(),
                config.mlpRatio(),
                0.1,
                Math.max(0, told.classes() - 1),
                config.learnSigma(),
                0);
    }

    /** Tokens along a side. */
    int grid() {
        return inputSize / patchSize;
    }

    /** Channels of what the network makes, the variance's included. */
    int outChannels() {
        return learnSigma ? 2 * inChannels : inChannels;
    }

    /** Rows of the table of classes. */
    int rows() {
        return classDropoutProb > 0 ? numClasses + 1 : numClasses;
    }

    /**
     * Reads a {@code config.json}; what is absent has the reference's default.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static DiTTransformerConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(OWNER, map);
        DiTTransformerConfig config =
                new DiTTransformerConfig(
                        reader.integer("input_size", 32),
                        reader.integer("patch_size", 2),
                        reader.integer("in_channels", 4),
                        reader.integer("hidden_size", 1152),
                        reader.integer("depth", 28),
                        reader.integer("num_heads", 16),
                        reader.number("mlp_ratio", 4),
                        reader.number("class_dropout_prob", 0.1),
                        reader.integer("num_classes", 1000),
                        reader.flag("learn_sigma", true),
                        reader.integer(GuidanceCode.KEY, 0));
        reader.finish();
        return config;
    }

    /** What {@link #fromMap} reads. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", OWNER);
        map.put("input_size", inputSize);
        map.put("patch_size", patchSize);
        map.put("in_channels", inChannels);
        map.put("hidden_size", hiddenSize);
        map.put("depth", depth);
        map.put("num_heads", numHeads);
        map.put("mlp_ratio", mlpRatio);
        map.put("class_dropout_prob", classDropoutProb);
        map.put("num_classes", numClasses);
        map.put("learn_sigma", learnSigma);
        if (timeCondProjDim > 0) {
            map.put(GuidanceCode.KEY, timeCondProjDim);
        }
        return map;
    }
}
