package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import ldmstudio.engine.sampler.Sampler;
import ldmstudio.engine.sampler.SamplingListener;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * One picture's way from noise, state by state, and another way that branches off.
 *
 * <p>The branch goes on from the very numbers of the first way, so before it both are the same bit
 * for bit. A sampler that visits another list of timesteps, or x at another scale, takes up the
 * state (x̂_0, ε̂) of the first way at the first of its own timesteps that is not noisier: where
 * both visit the same timestep nothing but the scale changes, else this is a step of DDIM (Song,
 * Meng, Ermon, 2020, arXiv:2010.02502, equation 12 with η = 0). Multistep samplers begin a branch
 * without the answers of earlier steps, as they begin every sampling: their first steps are of
 * lower order.
 *
 * @param trunk states 0 to N of the first way; later ones only where a picture is begun from
 * @param branch states of the other way; empty: there is none
 */
public record Trajectory(List<TrajectoryState> trunk, List<TrajectoryState> branch) {
    /** Stands for no noise where it is divided by. */
    private static final double SMALLEST_NOISE = 1e-12;

    public Trajectory {
        trunk = List.copyOf(trunk);
        branch = List.copyOf(branch);
    }

    /**
     * Follows the first picture of a plan.
     *
     * @param other the way that branches off; null: none
     * @throws IllegalArgumentException for settings that the model does not know, and for a branch
     *     from a step that there is not
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    public static Trajectory follow(
            DiffusionPipeline pipeline,
            SamplingPlan plan,
            @Nullable Branch other,
            TrajectoryListener listener) {
        return follow(pipeline, plan, 0, other, listener);
    }

    /**
     * Follows one picture of a plan, with the noise that is its own.
     *
     * @param index of the picture among those of the plan
     */
    static Trajectory follow(
            DiffusionPipeline pipeline,
            SamplingPlan plan,
            int index,
            @Nullable Branch other,
            TrajectoryListener listener) {
        Way first = new Way(pipeline, plan, index);
        int at = other == null ? 0 : other.at();
        if (other != null && (at < first.firstStep || at >= first.sampler.steps())) {
            throw new IllegalArgumentException(
                    "branch_at is "
                            + at
                            + "; this way has steps "
                            + first.firstStep
                            + " to "
                            + (first.sampler.steps() - 1));
        }
        List<TrajectoryState> trunk = new ArrayList<>();
        first.run(first.firstStep, null, listener, false, trunk, List.of());
        if (other == null) {
            return new Trajectory(trunk, List.of());
        }
        Way second = new Way(pipeline, other.plan(), index);
        List<TrajectoryState> branch = new ArrayList<>();
        if (at == first.firstStep) {
            second.run(second.firstStep, null, listener, true, branch, trunk);
        } else {
            TrajectoryState from = trunk.get(at - first.firstStep);
            int step = second.stepAt(from.timestep());
            second.run(
                    step,
                    () -> first.handedOver(from, second, step),
                    listener,
                    true,
                    branch,
                    trunk);
        }
        return new Trajectory(trunk, branch);
    }

    /** A sampling of one picture. */
    private static final class Way {
        private final DiffusionPipeline pipeline;
        private final Ops ops;
        private final SamplingPlan plan;
        private final int index;
        private final Canvas canvas;
        private final Sampler sampler;
        private final int firstStep;
        private final double[] timesteps;

        /** x of each state at the sampler's own scale: what a branch goes on from, bit for bit. */
        private final List<Planes> own = new ArrayList<>();

        Way(DiffusionPipeline pipeline, SamplingPlan plan, int index) {
            this.index = index;
            this.pipeline = pipeline;
            this.ops = pipeline.model().ops();
            this.plan = pipeline.checked(plan);
            this.canvas = new Canvas(pipeline.model(), plan.from());
            this.sampler = pipeline.sampler(plan.how());
            this.firstStep = canvas.firstStep(sampler.steps());
            this.timesteps = sampler.timesteps();
        }

        void run(
                int from,
                @Nullable Supplier<NDArray> start,
                TrajectoryListener listener,
                boolean branch,
                List<TrajectoryState> states,
                List<TrajectoryState> trunk) {
            try (Scope scope = Scope.open()) {
                NDArray begin = start == null ? null : start.get();
                SamplingListener watch =
                        new SamplingListener() {
                            @Override
                            public void step(Step step) {
                                tell(state(step.number() - 1, step.xt(), step.predictedStart()));
                            }

                            @Override
                            public boolean cancelled() {
                                return listener.cancelled();
                            }

                            private void tell(TrajectoryState state) {
                                TrajectoryState told =
                                        trunk.isEmpty()
                                                ? state
                                                : TrajectoryDistance.from(trunk, state);
                                states.add(told);
                                listener.state(branch, told);
                            }
                        };
                NDArray z0 = pipeline.draw(plan, canvas, sampler, from, index, 1, begin, watch);
                TrajectoryState last = state(sampler.steps(), z0, z0);
                last = trunk.isEmpty() ? last : TrajectoryDistance.from(trunk, last);
                states.add(last);
                listener.state(branch, last);
            }
        }

        /** The first step whose timestep is not above a given one. */
        int stepAt(double timestep) {
            for (int step = 0; step < timesteps.length; step++) {
                if (timesteps[step] <= timestep) {
                    return step;
                }
            }
            throw new IllegalArgumentException(
                    "The branch's sampler has no step left at timestep "
                            + Math.round(timestep)
                            + " or below; branch earlier or give it more steps");
        }

        private TrajectoryState state(int step, NDArray xt, NDArray predicted) {
            Level level = level(step);
            // x_0 + σε of the samplers after Karras et al. is seen by the network divided so.
            double scale = level.scaledBySigma() ? 1 / Math.hypot(1, level.noise) : 1;
            own.add(planes(xt));
            return new TrajectoryState(
                    step,
                    timesteps.length,
                    step < timesteps.length ? timesteps[step] : behind(),
                    level.signal * scale,
                    level.noise * scale,
                    planes(ops.scale(xt, scale)),
                    planes(predicted),
                    -1,
                    -1);
        }

        private double behind() {
            return timesteps[timesteps.length - 1] > 0 ? 0 : -1;
        }

        private Planes planes(NDArray x) {
            return new Planes(
                    ops.floats(x),
                    (int) x.getShape().get(1),
                    (int) x.getShape().get(2),
                    (int) x.getShape().get(3));
        }

        /** A state of this way as another one takes it up. */
        NDArray handedOver(TrajectoryState from, Way to, int step) {
            Level level = level(from.step());
            NDArray x = array(own.get(from.step() - firstStep));
            if (timesteps[from.step()] == to.timesteps[step] && level.equals(to.level(step))) {
                return x;
            }
            NDArray start = array(from.predicted());
            NDArray noise =
                    ops.scale(
                            x.sub(ops.scale(start, level.signal)),
                            1 / Math.max(level.noise, SMALLEST_NOISE));
            return to.sampler.noised(start, noise, step);
        }

        private NDArray array(Planes planes) {
            return ops.array(
                    planes.values(), 1, planes.channels(), planes.height(), planes.width());
        }

        /** What a step starts with, read off what the sampler does to a 1 and to a 0. */
        private Level level(int step) {
            try (Scope scope = Scope.open()) {
                NDArray one = ops.ones(1, 1, 1, 1);
                NDArray zero = ops.zeros(1, 1, 1, 1);
                return new Level(
                        ops.item(sampler.noised(one, zero, step)),
                        ops.item(sampler.noised(zero, one, step)));
            }
        }
    }

    /** x = signal · x_0 + noise · ε at a sampler's own scale. */
    private record Level(double signal, double noise) {
        boolean scaledBySigma() {
            return signal == 1 && noise > 0;
        }
    }
}
