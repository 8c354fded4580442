package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one recording that are computed again in the backward pass, and the operators with
 * a backward pass of their own, in the order of their first run.
 *
 * <p>The recorded graph is cut at the blocks: each output is a leaf, each input ends a piece of
 * graph. How a gradient finds its way through blocks and pieces is told in {@link
 * RecomputeBackward}.
 */
final class RecomputeTape implements AutoCloseable {
    private final List<Segment> segments = new ArrayList<>();

    /** The cut that an array is known as; by identity, for a block hands its very input on. */
    private final Map<NDArray, Cut> cuts = new IdentityHashMap<>();

    /** What recorded operators were given. */
    private final Set<NDArray> read = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A place where the graph is cut: an output of a block, or an input of blocks. */
    static final class Cut {
        /** The caller's array. */
        final NDArray array;

        /** A handle of our own: the caller's may be closed before the gradients are asked for. */
        final NDArray handle;

        /** Place of the block that made it; -1: a piece of recorded graph did. */
        final int maker;

        /** Place of the block that read it first; -1: a block made it. */
        final int firstReader;

        /** What has come to it so far in the walk that is under way. */
        @Nullable NDArray gradient;

        private Cut(Ops ops, NDArray array, int maker, int firstReader) {
            this.array = array;
            this.handle = handle(ops, array);
            this.maker = maker;
            this.firstReader = firstReader;
        }

        /** Adds a gradient, which is this cut's from then on. */
        void add(NDArray more) {
            NDArray before = gradient;
            if (before == null) {
                gradient = Scope.release(more);
            } else {
                gradient = Scope.release(before.add(more));
                before.close();
                more.close();
            }
        }

        void forgetGradient() {
            if (gradient != null) {
                gradient.close();
                gradient = null;
            }
        }

        private void free() {
            forgetGradient();
            handle.close();
        }
    }

    /** How a gradient passes a segment. */
    sealed interface Way {
        /** By running the block again with its history. */
        record Again(Recompute.Block block) implements Way {}

        /** By the operator's own backward pass, which gets what its forward pass kept. */
        record Own(OwnGradient operator, List<NDArray> kept) implements Way {}
    }

    /**
     * A block or an operator: what it computes, of what, and its output.
     *
     * @param constants its inputs without history, null where an input has one or is null
     * @param inputs its inputs with history, null where it has none
     */
    record Segment(
            Way way,
            List<NDArray> parameters,
            List<@Nullable NDArray> constants,
            List<@Nullable Cut> inputs,
            Cut output) {
        /** Its inputs with history, each once. */
        List<Cut> readCuts() {
            List<Cut> read = new ArrayList<>();
            for (Cut cut : inputs) {
                if (cut != null && !read.contains(cut)) {
                    read.add(cut);
                }
            }
            return read;
        }

        /** Its inputs in their order. */
        @Nullable NDArray[] given() {
            @Nullable NDArray[] given = new NDArray[inputs.size()];
            for (int i = 0; i < given.length; i++) {
                Cut cut = inputs.get(i);
                given[i] = cut == null ? constants.get(i) : cut.handle;
            }
            return given;
        }
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    List<Segment> segments() {
        return segments;
    }

    /** Remembers that a recorded operator was given an array. */
    void noteRead(NDArray array) {
        read.add(array);
    }

    /** Whether a recorded operator was given an array, so that its gradient may come that way. */
    boolean read(NDArray array) {
        return read.contains(array);
    }

    /** The cut at an array, if there is one. */
    @Nullable Cut at(NDArray array) {
        return cuts.get(array);
    }

    /** Whether an array is the output of a segment, and so a leaf. */
    boolean made(NDArray array) {
        Cut cut = cuts.get(array);
        return cut != null && cut.maker >= 0;
    }

    /** Remembers a block or an operator that has run. */
    void add(
            Ops ops,
            Way way,
            List<NDArray> parameters,
            @Nullable NDArray[] inputs,
            NDArray output) {
        int place = segments.size();
        List<@Nullable NDArray> constants = new ArrayList<>();
        List<@Nullable Cut> read = new ArrayList<>();
        for (NDArray input : inputs) {
            if (input != null && Recompute.hasHistory(ops, input)) {
                constants.add(null);
                // A weight may be an input, too: that part of its gradient comes by the graph.
                noteRead(input);
                read.add(cuts.computeIfAbsent(input, x -> new Cut(ops, x, -1, place)));
            } else {
                constants.add(input == null ? null : handle(ops, input));
                read.add(null);
            }
        }
        Cut leaf = new Cut(ops, output, place, -1);
        cuts.put(output, leaf);
        segments.add(new Segment(way, parameters, constants, read, leaf));
    }

    /** Another handle of the same array, which no scope closes. */
    private static NDArray handle(Ops ops, NDArray x) {
        return Scope.release(ops.script().same(x));
    }

    List<NDArray> gradients(
            Ops ops,
            List<NDArray> outputs,
            List<NDArray> seeds,
            List<NDArray> wanted,
            boolean keepGraph) {
        try (Gradients.Recording off = Gradients.pause()) {
            return new RecomputeBackward(ops, this, wanted, keepGraph).run(outputs, seeds);
        } finally {
            cuts.values().forEach(Cut::forgetGradient);
            tidy();
        }
    }

    /** Frees what the tape holds of a block that no gradient will pass again. */
    void free(Segment segment) {
        segment.output().free();
        for (NDArray constant : segment.constants()) {
            if (constant != null) {
                constant.close();
            }
        }
        if (segment.way() instanceof Way.Own own) {
            own.kept().forEach(NDArray::close);
        }
    }

    /** Frees the inputs that no other segment will read again, and the graph that led to them. */
    void freeInputs(Segment segment) {
        for (Cut cut : segment.readCuts()) {
            if (cut.maker < 0
                    && segments.stream().allMatch(s -> freed(s) || !s.inputs().contains(cut))) {
                cut.free();
            }
        }
    }

    /** Whether {@link #free} was called. */
    boolean freed(Segment segment) {
        return ((PtNDArray) segment.output().handle).isReleased();
    }

    /** Forgets everything when nothing is left. */
    private void tidy() {
        if (segments.stream().allMatch(this::freed)) {
            close();
        }
    }

    @Override
    public void close() {
        segments.forEach(this::free);
        cuts.values().forEach(Cut::free);
        segments.clear();
        cuts.clear();
        read.clear();
    }
}
