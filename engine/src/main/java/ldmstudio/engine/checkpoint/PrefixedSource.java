package ldmstudio.engine.checkpoint;

import java.util.Set;
import java.util.TreeSet;
import ldmstudio.engine.nn.StateSource;

/** The tensors of a source whose names begin with a prefix, without it. */
public final class PrefixedSource implements StateSource {
    private final StateSource source;
    private final String prefix;
    private final Set<String> names = new TreeSet<>();

    public PrefixedSource(StateSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
        for (String name : source.names()) {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
    }

    @Override
    public String description() {
        return source.description() + " (" + prefix + "*)";
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public long[] shape(String name) {
        return source.shape(prefix + name);
    }

    @Override
    public float[] floats(String name) {
        return source.floats(prefix + name);
    }
}
