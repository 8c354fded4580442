package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Arrays that accompany parameters through a training: moments of an optimizer, averages of
 * weights. Each group (such as {@code exp_avg}) has one array of each parameter's shape, zero at
 * first.
 */
final class OptimizerState implements AutoCloseable {
    private final Ops ops;
    private final ListOps lists;
    private final Map<String, Parameter> parameters;
    private final Map<String, List<NDArray>> groups = new LinkedHashMap<>();
    private long steps;

    OptimizerState(Ops ops, Map<String, Parameter> parameters, String... groups) {
        this.ops = ops;
        this.lists = new ListOps(ops);
        this.parameters = new LinkedHashMap<>(parameters);
        for (String group : groups) {
            this.groups.put(group, zeros());
        }
    }

    private List<NDArray> zeros() {
        List<NDArray> arrays = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            for (Parameter parameter : parameters.values()) {
                arrays.add(Scope.release(ops.zeros(parameter.shape().getShape())));
            }
        }
        return arrays;
    }

    ListOps lists() {
        return lists;
    }

    List<NDArray> group(String name) {
        List<NDArray> group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException("No state named " + name);
        }
        return group;
    }

    /** The parameters' arrays as they are now. */
    List<NDArray> arrays() {
        return parameters.values().stream().map(Parameter::array).toList();
    }

    long steps() {
        return steps;
    }

    /** Counts a step and returns its number, from 1. */
    long advance() {
        return ++steps;
    }

    /** The number of this step for each parameter, as the fused operators want it. */
    List<NDArray> stepArrays() {
        // The operators only read it, so one array serves all parameters.
        NDArray number = ops.scalar(steps);
        return parameters.keySet().stream().map(name -> number).toList();
    }

    void checkGradients(List<NDArray> gradients) {
        if (gradients.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    gradients.size()
                            + " gradients for "
                            + parameters.size()
                            + " parameters: they must be in the same order");
        }
    }

    Map<String, NDArray> named() {
        Map<String, NDArray> named = new LinkedHashMap<>();
        groups.forEach(
                (group, arrays) -> {
                    int i = 0;
                    for (String name : parameters.keySet()) {
                        named.put(group + "." + name, arrays.get(i++));
                    }
                });
        return named;
    }

    void restore(StateSource source, long steps) {
        Map<String, NDArray> named = named();
        List<String> wrong = new ArrayList<>();
        named.forEach(
                (name, array) -> {
                    if (!source.names().contains(name)) {
                        wrong.add(name + " is missing");
                    } else if (!Arrays.equals(source.shape(name), array.getShape().getShape())) {
                        wrong.add(
                                name
                                        + " is "
                                        + new Shape(source.shape(name))
                                        + ", expected "
                                        + array.getShape());
                    }
                });
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    source.description()
                            + " does not hold this training's state ("
                            + wrong.size()
                            + " tensors): "
                            + String.join("; ", wrong.subList(0, Math.min(8, wrong.size()))));
        }
        named.forEach(
                (name, array) -> {
                    try (Scope scope = Scope.open()) {
                        NDArray saved = ops.array(source.floats(name), source.shape(name));
                        lists.copy(List.of(array), List.of(saved));
                    }
                });
        this.steps = steps;
    }

    @Override
    public void close() {
        groups.values().forEach(arrays -> arrays.forEach(NDArray::close));
        groups.clear();
    }
}
