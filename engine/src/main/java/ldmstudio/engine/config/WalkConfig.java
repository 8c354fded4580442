package ldmstudio.engine.config;

import java.util.List;

/** A way through what a model can draw: pictures between pictures. */
public record WalkConfig(
        @Field(
                        label = "Walk",
                        oneOf = {"keyframes", "noise_walk", "circle", "plane", "latents"},
                        help =
                                "keyframes: from each to the next. noise_walk: the noise strolls from seed to seed. circle: the noise goes round in the plane of two noises. plane: between three or four keyframes on a pad. latents: real pictures in the autoencoder alone.")
                String mode,
        @Field(label = "Keyframes", help = "What the walk passes through, in order.", maxItems = 64)
                List<Keyframe> keyframes,
        @Field(
                        label = "Seconds",
                        help = "Length of the walk; ping-pong comes back in as many.",
                        unit = "s",
                        min = 0.1,
                        max = 3600)
                double seconds,
        @Field(label = "Loop", help = "After the last keyframe the way leads back to the first.")
                boolean loop,
        @Field(label = "Ping-pong", help = "A rendered film goes the way back in reverse as well.")
                boolean pingPong,
        @Field(
                        label = "Between texts",
                        oneOf = {"lerp", "slerp"},
                        help =
                                "lerp: straight between the words' embeddings; slerp: each turns, its length kept.")
                String textBlend,
        @Field(
                        label = "Between noises",
                        oneOf = {"slerp", "lerp"},
                        help =
                                "slerp keeps the strength that noise must have; lerp greys pictures in the middle.")
                String noiseBlend,
        @Field(
                        label = "Re-timing",
                        oneOf = {"none", "lpips", "features"},
                        help =
                                "Spreads the frames so that change looks constant: lpips measures it by VGG features (needs vgg16_weights), features by the model's own encoder and by pixels at several scales.")
                String retime,
        @Field(
                        label = "Re-timing probes",
                        help = "Pictures drawn along the way to measure how fast it changes.",
                        min = 3,
                        max = 1000,
                        advanced = true)
                int retimeProbes,
        @Field(
                        label = "VGG16 weights",
                        help = "torchvision's vgg16 (.pth or .safetensors), for retime lpips.",
                        pick = Field.Pick.FILE,
                        advanced = true)
                String vgg16Weights,
        @Field(
                        label = "LPIPS weights",
                        help =
                                "Linear weights of LPIPS (lpips' vgg.pth or .safetensors); empty: all ones.",
                        pick = Field.Pick.FILE,
                        advanced = true)
                String lpipsWeights,
        @Field(
                        label = "Stops",
                        help =
                                "Seeds that a noise walk passes through: the first keyframe's and those after it.",
                        min = 2,
                        max = 1000,
                        advanced = true)
                int stops,
        @Field(
                        label = "Inversion steps",
                        help =
                                "Levels at which a picture without a recipe is turned back into noise; 0: those that it is drawn at, which finds it again best.",
                        min = 0,
                        max = 1000,
                        advanced = true)
                int inversionSteps,
        @Field(
                        label = "Inversion",
                        oneOf = {"unconditional", "conditional"},
                        help =
                                "What the network is told while a picture is turned into noise: nothing, or the keyframe's prompt and class.",
                        advanced = true)
                String inversion,
        @Field(label = "Sampling", help = "How each picture of the walk is drawn.")
                SamplingConfig sampling) {

    public WalkConfig {
        FieldChecks.require(
                WalkConfig.class,
                mode,
                keyframes,
                seconds,
                loop,
                pingPong,
                textBlend,
                noiseBlend,
                retime,
                retimeProbes,
                vgg16Weights,
                lpipsWeights,
                stops,
                inversionSteps,
                inversion,
                sampling);
        keyframes = List.copyOf(keyframes);
    }

    public static WalkConfig defaults() {
        return new WalkConfig(
                "keyframes",
                List.of(Keyframe.of("", 0), Keyframe.of("", 1)),
                4,
                false,
                false,
                "lerp",
                "slerp",
                "none",
                33,
                "",
                "",
                8,
                0,
                "unconditional",
                SamplingConfig.defaults());
    }

    /** The same walk through other keyframes. */
    public WalkConfig withKeyframes(List<Keyframe> others) {
        return (WalkConfig) RecordSchema.of(WalkConfig.class).with(this, "keyframes", others);
    }

    /** The same walk drawn otherwise. */
    public WalkConfig withSampling(SamplingConfig other) {
        return (WalkConfig) RecordSchema.of(WalkConfig.class).with(this, "sampling", other);
    }

    /** One value by its dotted key in snake case. */
    public Object get(String key) {
        return ConfigPath.get(this, key);
    }

    /** A copy with one value replaced, by its dotted key in snake case; not the keyframes. */
    public WalkConfig with(String key, Object value) {
        return (WalkConfig) ConfigPath.with(this, key, value);
    }

    /**
     * What does not fit together, each with the key of the field to show it beside; empty when the
     * walk can start.
     */
    public List<Problem> problems() {
        return WalkRules.broken(this);
    }

    /**
     * The walk itself when it can start.
     *
     * @throws ConfigException with everything that does not fit together
     */
    public WalkConfig checked() {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return this;
    }
}
