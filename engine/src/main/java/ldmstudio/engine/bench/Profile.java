package ldmstudio.engine.bench;

import java.util.List;
import ldmstudio.engine.tensor.KernelTimes;
import ldmstudio.engine.tensor.OperatorTimes;

/**
 * Where the time of a workload went.
 *
 * @param milliseconds of all runs together
 * @param operators time in the calls of the operator library
 * @param casts arrays that a run copied into another arithmetic
 * @param castMegabytes their numbers, in MB as fp32
 * @param kernels what one more run did inside libtorch, backward pass included
 * @param methods how often a look at the thread's stack found one of our methods innermost
 */
public record Profile(
        String workload,
        int runs,
        double milliseconds,
        List<OperatorTimes.Line> operators,
        long casts,
        double castMegabytes,
        List<KernelTimes.Line> kernels,
        List<Method> methods) {
    /** A method of ours and its share of the looks. */
    public record Method(String name, double share) {}
}
