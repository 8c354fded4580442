package ldmstudio.engine.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file or folder of weights is, told from its headers without reading the numbers.
 *
 * @param path as it was given
 * @param format {@code safetensors}, {@code torch zip}, {@code torch legacy}, {@code folder} or
 *     {@code unknown}
 * @param kind one word for programs: a {@link WeightKind}, or {@code pipeline}, {@code
 *     studio_checkpoint}, {@code model_folder}
 * @param what for people: "a Stable Diffusion 1 checkpoint in CompVis' names"
 * @param use what can be done with it, as a sentence; may be empty
 * @param bytes of the weights' files
 * @param sha256 of the file; empty for a folder or where it was not asked for
 * @param parameters number of all numbers
 * @param types how many numbers there are of each type
 * @param metadata free text of the file
 * @param parts networks of a pipeline; empty for a plain file
 * @param tensors in the order of the file; for a pipeline's folder with the part in front
 */
public record Inspection(
        String path,
        String format,
        String kind,
        String what,
        String use,
        long bytes,
        String sha256,
        long parameters,
        Map<String, Long> types,
        Map<String, String> metadata,
        List<Part> parts,
        List<Tensor> tensors) {
    /** One tensor. */
    public record Tensor(String name, String type, List<Long> shape) {
        /** Number of its elements. */
        public long size() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /**
     * One network of a pipeline.
     *
     * @param role {@code unet}, {@code vae}, {@code text_encoder} …
     * @param className in diffusers or transformers
     * @param config what is in its {@code config.json}, or was deduced
     */
    public record Part(
            String role, String className, long parameters, Map<String, Object> config) {}

    /** One line of the tree: how many tensors and numbers lie below a name. */
    public record Branch(String name, int tensors, long parameters) {}

    public Inspection {
        types = Map.copyOf(types);
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        parts = List.copyOf(parts);
        tensors = List.copyOf(tensors);
    }

    /** The tensors summed by the first parts of their names. */
    public List<Branch> tree(int depth) {
        Map<String, Branch> branches = new TreeMap<>();
        for (Tensor tensor : tensors) {
            String[] names = tensor.name().split("\\.", -1);
            int kept = Math.min(depth, Math.max(names.length - 1, 1));
            String name = String.join(".", List.of(names).subList(0, kept));
            branches.merge(
                    name,
                    new Branch(name, 1, tensor.size()),
                    (a, b) ->
                            new Branch(
                                    name,
                                    a.tensors() + b.tensors(),
                                    a.parameters() + b.parameters()));
        }
        return List.copyOf(branches.values());
    }
}
