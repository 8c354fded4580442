package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Recompute;
import ldmstudio.engine.tensor.TrainedOps;
import org.jspecify.annotations.Nullable;

/**
 * A tree of named parameters. Names are those of the reference implementation's {@code state_dict},
 * joined by dots, so that reading its checkpoints is reading, and the order is the order of
 * construction.
 *
 * <p>A module knows how to compute; it holds no gradients and no state of a training.
 */
public abstract class Module implements AutoCloseable {
    protected final Ops ops;
    private final Map<String, Parameter> own = new LinkedHashMap<>();
    private final Map<String, Module> children = new LinkedHashMap<>();
    private final List<Module> merged = new ArrayList<>();
    private boolean training;
    private boolean gradientCheckpointing;

    protected Module(Ops ops) {
        this.ops = ops;
    }

    /** In which order the numbers of its pictures lie. */
    public final Layout layout() {
        return ops.layout();
    }

    /** Registers a child under a name, which may hold dots ({@code to_out.0}). */
    protected final <M extends Module> M add(String name, M child) {
        if (children.put(name, child) != null) {
            throw new IllegalStateException(
                    "Two children named " + name + " in " + getClass().getSimpleName());
        }
        return child;
    }

    /** Registers a child whose names stand in this module's own, without a prefix. */
    protected final <M extends Module> M merge(M child) {
        merged.add(child);
        return child;
    }

    protected final Parameter parameter(String name, Initializer initializer, long... shape) {
        return register(name, new Parameter(ops, new Shape(shape), initializer, true));
    }

    /** An array that is saved and loaded but not trained. */
    protected final Parameter buffer(String name, Initializer initializer, long... shape) {
        return register(name, new Parameter(ops, new Shape(shape), initializer, false));
    }

    private Parameter register(String name, Parameter parameter) {
        if (own.put(name, parameter) != null) {
            throw new IllegalStateException(
                    "Two parameters named " + name + " in " + getClass().getSimpleName());
        }
        return parameter;
    }

    /** Parameters and buffers by full name. */
    public final Map<String, Parameter> state() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        visit("", all::put);
        return all;
    }

    /** Trained parameters by full name. */
    public final Map<String, Parameter> parameters() {
        Map<String, Parameter> trained = new LinkedHashMap<>();
        visit(
                "",
                (name, parameter) -> {
                    if (parameter.trainable()) {
                        trained.put(name, parameter);
                    }
                });
        return trained;
    }

    /** The values of the trained parameters, in the order of {@link #parameters}. */
    public final List<NDArray> trainedArrays() {
        return parameters().values().stream().map(Parameter::array).toList();
    }

    /** Number of trained numbers. */
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(p -> p.shape().size()).sum();
    }

    /** Numbers that it keeps, trained or not. */
    public final long numbers() {
        return state().values().stream().mapToLong(p -> p.shape().size()).sum();
    }

    private void visit(String prefix, BiConsumer<String, Parameter> visitor) {
        own.forEach((name, parameter) -> visitor.accept(prefix + name, parameter));
        children.forEach((name, child) -> child.visit(prefix + name + ".", visitor));
        merged.forEach(child -> child.visit(prefix, visitor));
    }

    /** This module and those inside it that are of a kind, in the order of construction. */
    final <M extends Module> List<M> parts(Class<M> kind) {
        List<M> found = new ArrayList<>();
        if (kind.isInstance(this)) {
            found.add(kind.cast(this));
        }
        children.values().forEach(child -> found.addAll(child.parts(kind)));
        merged.forEach(child -> found.addAll(child.parts(kind)));
        return found;
    }

    /** Draws fresh weights, each a function of the seed and its name. */
    public final void initialize(long seed) {
        state().forEach((name, parameter) -> parameter.initialize(name, seed));
    }

    /**
     * Takes every parameter and buffer from a source.
     *
     * @throws StateMismatchException listing what is missing, unexpected or of another shape;
     *     nothing is loaded then
     */
    public final void load(StateSource source) {
        Map<String, Parameter> state = state();
        StateMismatchException.check(getClass().getSimpleName(), state, source);
        state.forEach((name, parameter) -> parameter.set(source.floats(name)));
    }

    /** Whether batch norm and dropout behave as in training. */
    public final boolean training() {
        return training;
    }

    public final void setTraining(boolean on) {
        training = on;
        children.values().forEach(child -> child.setTraining(on));
        merged.forEach(child -> child.setTraining(on));
    }

    /**
     * Whether blocks forget their insides after the forward pass and compute them again for the
     * gradients: less memory for more time, the same numbers.
     */
    public final void setGradientCheckpointing(boolean on) {
        gradientCheckpointing = on;
        children.values().forEach(child -> child.setGradientCheckpointing(on));
    }

    /**
     * Runs this module's forward pass as one block of gradient checkpointing, in a scope of its
     * own; see {@link Recompute.Block} for what it may read.
     */
    protected final NDArray block(Recompute.Block forward, @Nullable NDArray... inputs) {
        return block(List.of(this), forward, inputs);
    }

    /**
     * Runs a part of the forward pass as one block.
     *
     * @param parts the modules whose parameters it reads
     */
    protected final NDArray block(
            List<Module> parts, Recompute.Block forward, @Nullable NDArray... inputs) {
        if (!gradientCheckpointing) {
            return Recompute.plain(ops, forward, inputs);
        }
        List<NDArray> arrays = new ArrayList<>();
        parts.forEach(part -> arrays.addAll(part.trainedArrays()));
        return Recompute.block(ops, forward, arrays, inputs);
    }

    /** A result that several others read, see {@link TrainedOps#junction}. */
    protected final NDArray joined(NDArray x) {
        return new TrainedOps(ops).junction(x);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        visit("", (name, parameter) -> parameter.close());
    }
}
