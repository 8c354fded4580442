package ldmstudio.engine.pipeline;

import java.util.List;

/**
 * How far two ways from the same noise have come apart.
 *
 * <p>d(t) = ‖b_t − a_t‖ / ‖a_t‖ (L2), with a_t of the first way linear in t between the timesteps
 * that it visits, so that ways with other timesteps can be compared. 0: the same; about 1.4: two
 * samples that have nothing to do with each other.
 */
final class TrajectoryDistance {
    private TrajectoryDistance() {}

    /** A state with its distances from a way. */
    static TrajectoryState from(List<TrajectoryState> way, TrajectoryState state) {
        int next = way.size() - 1;
        if (!state.last()) {
            next = 0;
            while (next < way.size() - 1 && way.get(next).timestep() > state.timestep()) {
                next++;
            }
        }
        TrajectoryState after = way.get(next);
        TrajectoryState before = way.get(Math.max(0, next - 1));
        double span = before.timestep() - after.timestep();
        double share =
                span <= 0 || state.last() ? 1 : (before.timestep() - state.timestep()) / span;
        share = Math.max(0, Math.min(1, share));
        return state.withDistances(
                distance(before.latents(), after.latents(), share, state.latents()),
                distance(before.predicted(), after.predicted(), share, state.predicted()));
    }

    private static double distance(Planes before, Planes after, double share, Planes other) {
        double apart = 0;
        double length = 0;
        for (int i = 0; i < other.values().length; i++) {
            double a = share * after.values()[i] + (1 - share) * before.values()[i];
            double difference = other.values()[i] - a;
            apart += difference * difference;
            length += a * a;
        }
        return length == 0 ? 0 : Math.sqrt(apart / length);
    }
}
