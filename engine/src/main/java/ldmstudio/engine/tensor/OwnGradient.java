package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An operator with a backward pass of its own: its insides are not recorded, so it may compute both
 * passes as it likes, and keeps only what it names.
 *
 * <p>Its output is a leaf of the recorded graph; {@link Gradients#of} finds it on the tape of the
 * recording, as it finds the blocks of {@link Recompute}.
 */
interface OwnGradient {
    /**
     * The result, then what the backward pass wants to have besides the inputs. Runs without being
     * recorded; always the same operations, whatever the mode.
     */
    NDArray[] forward(@Nullable NDArray[] inputs);

    /**
     * The gradients of the inputs, then those of the parameters: new arrays or the given gradient's
     * own numbers, which nobody changes; null where none is asked for.
     *
     * @param gradient of the output, in any memory order
     * @param kept what the forward pass returned behind its result
     */
    @Nullable NDArray[] backward(
            NDArray gradient, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked);

    /**
     * Runs an operator and remembers it where its gradients can be asked for.
     *
     * @param parameters leaves that it reads
     * @param inputs arrays of any history; null where there is none
     */
    static NDArray apply(
            Ops ops, OwnGradient operator, List<NDArray> parameters, @Nullable NDArray... inputs) {
        RecomputeTape tape = Gradients.tapeOfNewOperator();
        return Scope.returning(
                () -> {
                    NDArray[] made;
                    try (Gradients.Recording off = Gradients.pause()) {
                        made = operator.forward(inputs);
                    }
                    if (tape != null
                            && Stream.concat(parameters.stream(), Arrays.stream(inputs))
                                    .anyMatch(x -> Recompute.hasHistory(ops, x))) {
                        List<NDArray> kept =
                                Arrays.stream(made).skip(1).map(Scope::release).toList();
                        made[0].setRequiresGradient(true);
                        tape.add(
                                ops,
                                new RecomputeTape.Way.Own(operator, kept),
                                parameters,
                                inputs,
                                made[0]);
                    }
                    return made[0];
                });
    }
}
