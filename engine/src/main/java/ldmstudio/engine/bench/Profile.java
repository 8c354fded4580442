package ldmstudio.engine.bench;

import java.util.List;
import ldmstudio.engine.tensor.OperatorTimes;

/**
 * Where the time of a workload went.
 *
 * @param milliseconds of all runs together
 * @param operators time in the calls of the operator library
 * @param methods how often a look at the thread's stack found one of our methods innermost
 */
public record Profile(
        String workload,
        int runs,
        double milliseconds,
        List<OperatorTimes.Line> operators,
        List<Method> methods) {
    /** A method of ours and its share of the looks. */
    public record Method(String name, double share) {}
}
