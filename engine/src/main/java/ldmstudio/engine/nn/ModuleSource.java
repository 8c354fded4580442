package ldmstudio.engine.nn;

import java.util.Map;
import java.util.Set;
import ldmstudio.engine.tensor.Ops;

/** The weights of a network in memory, to be loaded into another one. */
public final class ModuleSource implements StateSource {
    private final Ops ops;
    private final Map<String, Parameter> state;
    private final String description;

    /**
     * @param description what an error calls it, as a sentence begins
     */
    public ModuleSource(Ops ops, Module module, String description) {
        this.ops = ops;
        this.state = module.state();
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Set<String> names() {
        return state.keySet();
    }

    @Override
    public long[] shape(String name) {
        return parameter(name).shape().getShape();
    }

    @Override
    public float[] floats(String name) {
        return ops.floats(parameter(name).array());
    }

    private Parameter parameter(String name) {
        Parameter parameter = state.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(description + " has no tensor named " + name);
        }
        return parameter;
    }
}
