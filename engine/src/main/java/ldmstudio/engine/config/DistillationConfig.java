package ldmstudio.engine.config;

/**
 * Teaching a network to answer in 1 to 4 steps what another one answers in many (latent consistency
 * distillation).
 */
public record DistillationConfig(
        @Field(
                        label = "Teacher",
                        pick = Field.Pick.FOLDER,
                        help =
                                "A finished stage-2 run, checkpoint or diffusers folder; the new denoiser is made like it and learns from it. Empty: no distillation.")
                String teacher,
        @Field(
                        label = "Least guidance",
                        help = "Guidance scales that the student imitates begin here.",
                        min = 1,
                        max = 50)
                double guidanceMin,
        @Field(
                        label = "Most guidance",
                        help = "Guidance scales that the student imitates end here.",
                        min = 1,
                        max = 50)
                double guidanceMax,
        @Field(
                        label = "Solver steps",
                        unit = "steps",
                        help =
                                "Levels that are learned between picture and noise; fewer are learned sooner, more follow the teacher more closely.",
                        min = 4,
                        max = 1000)
                int solverSteps,
        @Field(
                        label = "Huber c",
                        help = "Where the pseudo-Huber loss turns from square to line.",
                        min = 1e-6,
                        max = 10,
                        advanced = true)
                double huberC) {
    public DistillationConfig {
        FieldChecks.require(
                DistillationConfig.class, teacher, guidanceMin, guidanceMax, solverSteps, huberC);
    }

    public static DistillationConfig defaults() {
        return new DistillationConfig("", 2, 8, 50, 1e-3);
    }

    /** Whether there is a teacher. */
    public boolean on() {
        return !teacher.isBlank();
    }
}
