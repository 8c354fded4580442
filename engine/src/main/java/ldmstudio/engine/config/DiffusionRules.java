package ldmstudio.engine.config;

import java.util.List;

/** What must fit together in the forward process, its target and the first sampling. */
final class DiffusionRules {
    private final CrossFieldRules rules;
    private final DiffusionConfig diffusion;

    private DiffusionRules(CrossFieldRules rules, DiffusionConfig diffusion) {
        this.rules = rules;
        this.diffusion = diffusion;
    }

    static void check(Stage2Config config, CrossFieldRules rules) {
        DiffusionRules checks = new DiffusionRules(rules, config.diffusion());
        checks.prediction();
        if (config.diffusion().process().equals("vp")) {
            checks.schedule();
            checks.steps(config.sampling().steps());
        } else {
            checks.line();
        }
    }

    /** What may be predicted: v = a·ε − s·x_0 is defined for a² + s² = 1 only. */
    private void prediction() {
        List<String> allowed =
                switch (diffusion.process()) {
                    case "vp" -> List.of("epsilon", "sample", "v_prediction");
                    case "flow" -> List.of("velocity", "sample");
                    default -> List.of("sample", "velocity");
                };
        rules.unless(
                allowed.contains(diffusion.predictionType()),
                "diffusion.prediction_type",
                diffusion.predictionType(),
                "does not go with process " + diffusion.process(),
                String.join(" or ", allowed),
                "diffusion.process");
        rules.unless(
                !diffusion.rescaleZeroTerminalSnr()
                        || !diffusion.predictionType().equals("epsilon"),
                "diffusion.prediction_type",
                diffusion.predictionType(),
                "says nothing about the picture where the rescaled schedule ends in pure noise",
                "v_prediction or sample, or rescale_zero_terminal_snr false",
                "diffusion.rescale_zero_terminal_snr");
    }

    private void schedule() {
        int timesteps = diffusion.numTrainTimesteps();
        boolean cosine = diffusion.betaSchedule().equals("cosine");
        rules.unless(
                cosine || diffusion.betaStart() <= diffusion.betaEnd(),
                "diffusion.beta_end",
                diffusion.betaEnd(),
                "is below beta_start, so the noise would shrink",
                "at least " + ValueText.number(diffusion.betaStart()),
                "diffusion.beta_start",
                "diffusion.beta_schedule");
        rules.unless(
                cosine || (diffusion.betaEnd() > 0 && diffusion.betaEnd() < 1),
                "diffusion.beta_end",
                diffusion.betaEnd(),
                "leaves all of the picture or nothing of it",
                "a number between 0 and 1",
                "diffusion.beta_schedule");
        rules.unless(
                diffusion.lossBuckets() <= timesteps,
                "diffusion.loss_buckets",
                diffusion.lossBuckets(),
                "there are more buckets than timesteps",
                "1 to " + timesteps,
                "diffusion.num_train_timesteps");
    }

    private void steps(int steps) {
        int timesteps = diffusion.numTrainTimesteps();
        rules.unless(
                steps <= timesteps,
                "sampling.steps",
                steps,
                "there are more steps than timesteps",
                "1 to " + timesteps,
                "diffusion.num_train_timesteps");
    }

    private void line() {
        rules.unless(
                !diffusion.rescaleZeroTerminalSnr(),
                "diffusion.rescale_zero_terminal_snr",
                true,
                "a straight line ends in pure noise by itself",
                "false, or process vp",
                "diffusion.process");
    }
}
