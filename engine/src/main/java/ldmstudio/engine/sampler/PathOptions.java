package ldmstudio.engine.sampler;

import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.TimestepSpacing;

/**
 * Which noise levels of a schedule are visited.
 *
 * @param spacing of the timesteps, for {@link SigmaTable.Curve#TIMESTEPS}
 * @param stepsOffset added to every timestep of leading spacing
 * @param curve how levels lie between the largest and the smallest
 * @param endsClean whether the last step goes to σ = 0; otherwise to the schedule's smallest
 */
record PathOptions(
        TimestepSpacing spacing, int stepsOffset, SigmaTable.Curve curve, boolean endsClean) {
    /**
     * The path of samplers after Karras et al.: timesteps need not be whole, linspace visits both
     * ends.
     */
    NoisePath fractional(NoiseSchedule schedule, int steps) {
        SigmaTable table = new SigmaTable(schedule);
        double[] timesteps = fractionalTimesteps(schedule.numTrainTimesteps(), steps);
        double[] levels = table.at(timesteps);
        if (curve != SigmaTable.Curve.TIMESTEPS) {
            levels = curve.between(levels[0], levels[steps - 1], steps);
            timesteps = table.timesteps(levels);
        }
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (float) timesteps[i];
        }
        return path(table, levels, timesteps);
    }

    private double[] fractionalTimesteps(int total, int steps) {
        if (spacing != TimestepSpacing.LINSPACE) {
            return SamplingLoop.doubles(spacing.timesteps(total, steps, stepsOffset));
        }
        double[] timesteps = new double[steps];
        double distance = steps == 1 ? 0 : (total - 1.0) / (steps - 1);
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (float) ((steps - 1 - i) * distance);
        }
        return timesteps;
    }

    /**
     * The path of samplers after DPM-Solver: whole timesteps of which none is 0, because the
     * solution at the last one is where the path ends.
     *
     * @param lambdaMinClipped timesteps whose λ is below this are not visited
     */
    NoisePath whole(NoiseSchedule schedule, int steps, double lambdaMinClipped, boolean rounded) {
        SigmaTable table = new SigmaTable(schedule);
        if (curve == SigmaTable.Curve.TIMESTEPS) {
            double[] timesteps = wholeTimesteps(schedule, steps, lambdaMinClipped);
            return path(table, table.at(timesteps), timesteps);
        }
        double[] levels = curve.between(table.largest(), table.smallest(), steps);
        double[] timesteps = table.timesteps(levels);
        for (int i = 0; i < steps; i++) {
            timesteps[i] = rounded ? Math.rint(timesteps[i]) : Math.floor(timesteps[i]);
        }
        return path(table, levels, timesteps);
    }

    private double[] wholeTimesteps(NoiseSchedule schedule, int steps, double lambdaMinClipped) {
        int total = schedule.numTrainTimesteps();
        int last = total;
        for (float log : new SigmaTable(schedule).logs()) {
            if (-log < lambdaMinClipped) {
                last--;
            }
        }
        if (steps < 1 || steps > last) {
            throw new IllegalArgumentException(
                    "steps is " + steps + ", allowed are 1 to " + last + " for this schedule");
        }
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] =
                    switch (spacing) {
                        case LINSPACE -> Math.rint((steps - i) * ((last - 1.0) / steps));
                        case LEADING -> (double) (last / (steps + 1)) * (steps - i) + stepsOffset;
                        case TRAILING -> Math.rint(last - i * ((double) total / steps)) - 1;
                    };
        }
        return timesteps;
    }

    private NoisePath path(SigmaTable table, double[] levels, double[] timesteps) {
        return new NoisePath(
                NoisePath.Form.VARIANCE_PRESERVING,
                SigmaTable.closed(levels, endsClean ? 0 : table.smallest()),
                timesteps);
    }
}
