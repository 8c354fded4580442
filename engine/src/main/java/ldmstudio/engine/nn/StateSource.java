package ldmstudio.engine.nn;

import java.util.Set;

/** Named tensors to load from: a safetensors file, a renaming view of one, a map. */
public interface StateSource {
    /** What the tensors were read from, for messages: a file's path. */
    String description();

    Set<String> names();

    long[] shape(String name);

    /** The numbers in row-major order, converted to fp32. */
    float[] floats(String name);

    /** What the tensors seem to be, as a noun; empty: nothing that is known. */
    default String seemsToBe() {
        return "";
    }
}
