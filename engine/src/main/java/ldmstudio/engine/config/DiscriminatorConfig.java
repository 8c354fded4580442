package ldmstudio.engine.config;

/** The PatchGAN, its loss, and when it starts. */
public record DiscriminatorConfig(
        @Field(
                        label = "Network",
                        oneOf = {"nlayer", "nlayer_actnorm", "eai"},
                        help =
                                "nlayer: taming's PatchGAN with batch norm. nlayer_actnorm: the same with ActNorm. eai: ExplainingAI's.")
                String discType,
        @Field(
                        label = "Start",
                        oneOf = {"off", "now", "step", "percent"},
                        live = true,
                        help =
                                "off: never. now: from here on. step: at disc_start steps. percent: at disc_start percent of the run.")
                String start,
        @Field(
                        label = "Start at",
                        help = "Step or percentage at which the discriminator starts.",
                        min = 0,
                        max = 1e9,
                        live = true)
                double discStart,
        @Field(
                        label = "Loss",
                        oneOf = {"hinge", "bce", "lsgan"},
                        help = "Adversarial loss.")
                String discLoss,
        @Field(
                        label = "Adaptive weight",
                        help =
                                "Balance the adversarial gradient against the reconstruction's at the last layer.")
                boolean adaptiveWeight,
        @Field(
                        label = "Weight",
                        help = "Weight of the adversarial term (times the adaptive weight).",
                        min = 0,
                        max = 100,
                        live = true)
                double discWeight,
        @Field(label = "Channels", help = "Channels of the first layer.", min = 4, max = 512)
                int discChannels,
        @Field(label = "Layers", help = "Strided layers; each doubles the patch.", min = 1, max = 6)
                int discLayers,
        @Field(
                        label = "Learning rate",
                        help = "Learning rate of the discriminator; 0: the generator's.",
                        min = 0,
                        max = 1)
                double discLearningRate) {
    public DiscriminatorConfig {
        FieldChecks.require(
                DiscriminatorConfig.class,
                discType,
                start,
                discStart,
                discLoss,
                adaptiveWeight,
                discWeight,
                discChannels,
                discLayers,
                discLearningRate);
    }

    public static DiscriminatorConfig defaults() {
        return new DiscriminatorConfig("nlayer", "step", 5000, "hinge", true, 0.5, 64, 3, 0);
    }
}
