package ldmstudio.engine.sampler;

import ldmstudio.engine.diffusion.ConsistencyLevels;

/**
 * How a model's own scheduler counts its timesteps, which checkpoints of other programs say in
 * {@code scheduler_config.json}.
 *
 * @param stepsOffset added to every timestep of leading spacing; Stable Diffusion has 1
 * @param setAlphaToOne whether the last step ends without any noise (ᾱ = 1); else with that of
 *     timestep 0, as Stable Diffusion
 * @param consistencyLevels at how many levels a few-step student was distilled, the file's {@code
 *     original_inference_steps}
 */
public record ScheduleHabit(int stepsOffset, boolean setAlphaToOne, int consistencyLevels) {
    /** Of models that LDM Studio trained. */
    public static final ScheduleHabit OURS = new ScheduleHabit(0, true, ConsistencyLevels.USUAL);

    public ScheduleHabit {
        if (stepsOffset < 0) {
            throw new IllegalArgumentException(
                    "steps_offset is " + stepsOffset + ", must be at least 0");
        }
        if (consistencyLevels < 1) {
            throw new IllegalArgumentException(
                    "original_inference_steps is " + consistencyLevels + ", must be at least 1");
        }
    }
}
