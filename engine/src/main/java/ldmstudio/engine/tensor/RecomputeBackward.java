package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ldmstudio.engine.tensor.RecomputeTape.Cut;
import ldmstudio.engine.tensor.RecomputeTape.Segment;
import ldmstudio.engine.tensor.RecomputeTape.Way;
import org.jspecify.annotations.Nullable;

/**
 * One walk backwards over a {@link RecomputeTape}, from outputs to the arrays whose gradients are
 * wanted.
 *
 * <p>A gradient passes a block by running it again with its history, an operator by its own
 * backward pass, and a piece of recorded graph between them by libtorch. The blocks come from the
 * last to the first, so a block's output has its whole gradient when its turn comes; an input that
 * several blocks read has it when the first of its readers is done, and is carried on once, then.
 */
final class RecomputeBackward {
    private final Ops ops;
    private final RecomputeTape tape;
    private final List<NDArray> wanted;
    private final boolean keepGraph;
    private final Map<NDArray, @Nullable NDArray> totals = new IdentityHashMap<>();

    /** Wanted arrays that belong to no block, so that libtorch must be asked for them. */
    private final List<NDArray> outside = new ArrayList<>();

    /** The earliest segment that a wanted gradient needs; none before it is passed. */
    private final int first;

    /** Whether nothing is wanted of what led to the first segment. */
    private final boolean endsAtFirst;

    RecomputeBackward(Ops ops, RecomputeTape tape, List<NDArray> wanted, boolean keepGraph) {
        this.ops = ops;
        this.tape = tape;
        this.wanted = wanted;
        this.keepGraph = keepGraph;
        List<Segment> segments = tape.segments();
        Map<NDArray, Integer> firstUse = new IdentityHashMap<>();
        for (int k = segments.size() - 1; k >= 0; k--) {
            for (NDArray parameter : segments.get(k).parameters()) {
                firstUse.put(parameter, k);
            }
        }
        int earliest = segments.size();
        boolean ends = true;
        for (NDArray array : wanted) {
            totals.put(array, null);
            Integer use = firstUse.get(array);
            Cut cut = tape.at(array);
            if (use != null && !tape.read(array)) {
                earliest = Math.min(earliest, use);
            } else if (cut != null && cut.maker >= 0) {
                earliest = Math.min(earliest, cut.maker + 1);
            } else {
                outside.add(array);
                earliest = 0;
                ends = false;
            }
        }
        first = earliest;
        endsAtFirst = ends;
    }

    List<NDArray> run(List<NDArray> outputs, List<NDArray> seeds) {
        try (TorchScript.ArrayList known = ops.script().list(outside)) {
            return run(outputs, seeds, known);
        }
    }

    private List<NDArray> run(
            List<NDArray> outputs, List<NDArray> seeds, TorchScript.ArrayList known) {
        List<Segment> segments = tape.segments();
        through(outputs, seeds, segments.size(), known);
        for (int k = segments.size() - 1; k >= first; k--) {
            Segment segment = segments.get(k);
            NDArray gradient = segment.output().gradient;
            if (gradient != null) {
                if (segment.way() instanceof Way.Own own) {
                    pass(segment, own, gradient, k);
                } else if (segment.way() instanceof Way.Again again) {
                    replay(segment, again.block(), gradient);
                }
                takeWanted(segment);
            }
            carryOn(segment, k, known);
            if (gradient != null && !keepGraph) {
                tape.free(segment);
                tape.freeInputs(segment);
            } else {
                segment.output().forgetGradient();
            }
        }
        segments.forEach(this::takeWanted);
        List<NDArray> results = new ArrayList<>();
        for (NDArray array : wanted) {
            NDArray total = totals.get(array);
            results.add(total == null ? array.zerosLike() : total);
        }
        return results;
    }

    /**
     * Backwards through recorded graph, to the leaves of the segments before {@code limit} and to
     * the wanted arrays outside of blocks.
     */
    private void through(
            List<NDArray> outputs, List<NDArray> seeds, int limit, TorchScript.ArrayList known) {
        List<NDArray> sources = new ArrayList<>();
        List<Cut> leaves = new ArrayList<>();
        for (Segment segment :
                tape.segments().subList(Math.min(limit, Math.max(first - 1, 0)), limit)) {
            if (!tape.freed(segment)) {
                leaves.add(segment.output());
                sources.add(segment.output().handle);
            }
        }
        if (outside.isEmpty() && sources.isEmpty()) {
            return;
        }
        // Kept, because another piece may share a part of this graph.
        NDArray[] found =
                ops.script().tensors("gradients_found", outputs, known, sources, seeds, true);
        try (NDArray places = found[found.length - 1]) {
            long[] at = places.toLongArray();
            for (int i = 0; i < at.length; i++) {
                int place = Math.toIntExact(at[i]);
                if (place < outside.size()) {
                    add(outside.get(place), found[i]);
                } else {
                    leaves.get(place - outside.size()).add(found[i]);
                }
            }
        }
    }

    private void add(NDArray array, NDArray more) {
        NDArray before = totals.get(array);
        if (more.size() == 0) {
            more.close();
        } else if (before == null) {
            totals.put(array, more);
        } else {
            totals.put(array, before.add(more));
            before.close();
            more.close();
        }
    }

    private static void add(Cut cut, NDArray more) {
        if (more.size() == 0) {
            more.close();
        } else {
            cut.add(more);
        }
    }

    /** Runs a block again with its history; its inputs and parameters get their gradients. */
    private void replay(Segment segment, Recompute.Block block, NDArray gradient) {
        List<NDArray> parameters = wantedOf(segment);
        List<Cut> cuts = segment.readCuts();
        List<NDArray> sources = new ArrayList<>(parameters);
        if (sources.isEmpty() && cuts.isEmpty()) {
            return;
        }
        NDArray[] found;
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.open(Gradients.Mode.REPLAY)) {
            Map<Cut, NDArray> fresh = new HashMap<>();
            for (Cut cut : cuts) {
                NDArray x = ops.detach(cut.handle);
                x.setRequiresGradient(true);
                fresh.put(cut, x);
                sources.add(x);
            }
            @Nullable NDArray[] inputs = new NDArray[segment.inputs().size()];
            for (int i = 0; i < inputs.length; i++) {
                Cut cut = segment.inputs().get(i);
                inputs[i] = cut == null ? segment.constants().get(i) : fresh.get(cut);
            }
            ops.script().atBlock().run();
            NDArray y = block.apply(inputs);
            found = within(on, y, sources, gradient);
            for (NDArray array : found) {
                scope.keep(array);
            }
        }
        for (int i = 0; i < found.length; i++) {
            if (i < parameters.size()) {
                add(parameters.get(i), found[i]);
            } else {
                add(cuts.get(i - parameters.size()), found[i]);
            }
        }
    }

    /** The gradients inside a block, where operators may have their own backward passes. */
    private NDArray[] within(
            Gradients.Recording block, NDArray y, List<NDArray> sources, NDArray gradient) {
        if (block.tape().isEmpty()) {
            return ops.script()
                    .tensors("gradients_defined", List.of(y), sources, List.of(gradient), false);
        }
        return block.tape()
                .gradients(ops, List.of(y), List.of(gradient), sources, false)
                .toArray(new NDArray[0]);
    }

    private List<NDArray> wantedOf(Segment segment) {
        return segment.parameters().stream().filter(totals::containsKey).toList();
    }

    /** Asks an operator for the gradients of its inputs and parameters. */
    private void pass(Segment segment, Way.Own own, NDArray gradient, int place) {
        int inputs = segment.inputs().size();
        boolean[] asked = new boolean[inputs + segment.parameters().size()];
        boolean any = false;
        for (int i = 0; i < asked.length; i++) {
            if (i < inputs) {
                Cut cut = segment.inputs().get(i);
                asked[i] =
                        cut != null
                                && !(endsAtFirst
                                        && place == first
                                        && !totals.containsKey(cut.array));
            } else {
                asked[i] = totals.containsKey(segment.parameters().get(i - inputs));
            }
            any |= asked[i];
        }
        if (!any) {
            return;
        }
        @Nullable NDArray[] found;
        try (Scope scope = Scope.open()) {
            found = own.operator().backward(gradient, segment.given(), own.kept(), asked);
            for (NDArray array : found) {
                if (array != null) {
                    scope.keep(array);
                }
            }
        }
        for (int i = 0; i < asked.length; i++) {
            NDArray more = found[i];
            Cut cut = i < inputs ? segment.inputs().get(i) : null;
            if (more != null && cut != null) {
                cut.add(more);
            } else if (more != null) {
                add(segment.parameters().get(i - inputs), more);
            }
        }
    }

    /** The inputs that no earlier block reads have their whole gradient now. */
    private void carryOn(Segment segment, int place, TorchScript.ArrayList known) {
        List<Cut> whole =
                segment.readCuts().stream()
                        .filter(cut -> cut.firstReader == place && cut.gradient != null)
                        .toList();
        if (!whole.isEmpty()) {
            List<NDArray> gradients =
                    whole.stream().map(cut -> Objects.requireNonNull(cut.gradient)).toList();
            through(whole.stream().map(cut -> cut.handle).toList(), gradients, place, known);
            whole.forEach(Cut::forgetGradient);
        }
    }

    /** A wanted array may itself be a block's output. */
    private void takeWanted(Segment segment) {
        Cut leaf = segment.output();
        if (leaf.gradient != null && totals.containsKey(leaf.array)) {
            totals.put(leaf.array, ops.detach(leaf.gradient));
        }
    }
}
