package ldmstudio.engine.config;

/** How pictures turn into noise, what is predicted, and the loss of stage 2. */
public record DiffusionConfig(
        @Field(
                        label = "Process",
                        oneOf = {"vp", "flow", "tld"},
                        help =
                                "vp: denoising diffusion along a noise schedule. flow: rectified"
                                        + " flow, a straight line. tld: a straight line whose noise"
                                        + " level the network is told as it is.")
                String process,
        @Field(label = "Timesteps", help = "Steps of the noise schedule.", min = 2, max = 100_000)
                int numTrainTimesteps,
        @Field(
                        label = "Schedule",
                        oneOf = {"linear", "scaled_linear", "cosine"},
                        help = "How the noise grows. Only for process vp.")
                String betaSchedule,
        @Field(label = "First beta", help = "Not used by cosine.", min = 0, max = 1)
                double betaStart,
        @Field(label = "Last beta", help = "Not used by cosine.", min = 0, max = 1) double betaEnd,
        @Field(
                        label = "Zero terminal SNR",
                        help =
                                "Rescales the schedule so that it ends in pure noise; very dark and"
                                        + " very bright pictures need it. Not with epsilon.",
                        advanced = true)
                boolean rescaleZeroTerminalSnr,
        @Field(
                        label = "Predicts",
                        oneOf = {"epsilon", "sample", "v_prediction", "velocity"},
                        help =
                                "What the denoiser's output means: the noise, the picture, v, or"
                                        + " the velocity of a flow.")
                String predictionType,
        @Field(
                        label = "Times",
                        oneOf = {"uniform", "logit_normal", "beta"},
                        help =
                                "Which noise levels are trained how often. logit_normal prefers the"
                                        + " middle, beta what its a and b say.",
                        advanced = true)
                String timestepDistribution,
        @Field(
                        label = "Logit mean",
                        help = "Of logit_normal: above 0 prefers noise, below 0 pictures.",
                        min = -10,
                        max = 10,
                        advanced = true)
                double logitMean,
        @Field(
                        label = "Logit deviation",
                        help = "Of logit_normal: smaller keeps closer to the mean.",
                        min = 0.01,
                        max = 10,
                        advanced = true)
                double logitStd,
        @Field(
                        label = "Beta a",
                        help = "Of beta: below b prefers low noise levels.",
                        min = 0.05,
                        max = 100,
                        advanced = true)
                double betaA,
        @Field(
                        label = "Beta b",
                        help = "Of beta: above a prefers low noise levels.",
                        min = 0.05,
                        max = 100,
                        advanced = true)
                double betaB,
        @Field(
                        label = "Loss",
                        oneOf = {"mse", "l1", "huber"},
                        help = "Distance between prediction and target.")
                String loss,
        @Field(
                        label = "Huber delta",
                        help = "Where Huber turns from square to line.",
                        min = 1e-6,
                        max = 100,
                        advanced = true)
                double huberDelta,
        @Field(
                        label = "Loss weighting",
                        oneOf = {"constant", "min_snr", "p2"},
                        help =
                                "How much each noise level counts. min_snr and p2 count the almost"
                                        + " clean samples less.",
                        advanced = true)
                String lossWeighting,
        @Field(
                        label = "Min-SNR gamma",
                        help = "Of min_snr: the signal-to-noise ratio above which nothing grows.",
                        min = 1e-3,
                        max = 1000,
                        advanced = true)
                double minSnrGamma,
        @Field(
                        label = "P2 k",
                        help = "Of p2: keeps the weight of pure noise finite.",
                        min = 1e-3,
                        max = 1000,
                        advanced = true)
                double p2K,
        @Field(
                        label = "P2 gamma",
                        help = "Of p2: larger discounts almost clean samples more; 0 is constant.",
                        min = 0,
                        max = 10,
                        advanced = true)
                double p2Gamma,
        @Field(
                        label = "Noise offset",
                        help =
                                "Noise that a whole channel shares; 0.05 to 0.1 teaches very dark"
                                        + " and very bright pictures. 0: off.",
                        min = 0,
                        max = 1,
                        advanced = true)
                double noiseOffset,
        @Field(
                        label = "Input perturbation",
                        help =
                                "Extra noise on the input that is not part of the target; 0.1 makes"
                                        + " sampling's own errors less surprising. 0: off.",
                        min = 0,
                        max = 1,
                        advanced = true)
                double inputPerturbation,
        @Field(
                        label = "Loss buckets",
                        help = "Timestep ranges for which the loss is charted.",
                        min = 1,
                        max = 50,
                        advanced = true)
                int lossBuckets) {
    public DiffusionConfig {
        FieldChecks.require(
                DiffusionConfig.class,
                process,
                numTrainTimesteps,
                betaSchedule,
                betaStart,
                betaEnd,
                rescaleZeroTerminalSnr,
                predictionType,
                timestepDistribution,
                logitMean,
                logitStd,
                betaA,
                betaB,
                loss,
                huberDelta,
                lossWeighting,
                minSnrGamma,
                p2K,
                p2Gamma,
                noiseOffset,
                inputPerturbation,
                lossBuckets);
    }

    /** Denoising diffusion that predicts the noise, as Ho et al. did. */
    public static DiffusionConfig defaults() {
        return of("vp", 1000, "linear", 1e-4, 0.02, false, "epsilon");
    }

    /** A process and what is predicted, with a plain training: what a model's files tell. */
    public static DiffusionConfig of(
            String process,
            int numTrainTimesteps,
            String betaSchedule,
            double betaStart,
            double betaEnd,
            boolean rescaleZeroTerminalSnr,
            String predictionType) {
        return new DiffusionConfig(
                process,
                numTrainTimesteps,
                betaSchedule,
                betaStart,
                betaEnd,
                rescaleZeroTerminalSnr,
                predictionType,
                "uniform",
                0,
                1,
                1,
                2.5,
                "mse",
                0.1,
                "constant",
                5,
                1,
                1,
                0,
                0,
                10);
    }
}
