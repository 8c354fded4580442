package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ldmstudio.engine.run.Manifest;

/** Says what a file or folder is. */
public final class Inspector {
    private Inspector() {}

    /**
     * Looks at headers and names.
     *
     * @param hash whether the file is read once for its sha256
     * @throws CheckpointException when it is a file of weights that is damaged or holds more than
     *     data
     */
    public static Inspection inspect(Path path, boolean hash) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        Optional<String> other = OtherFiles.words(path);
        if (other.isPresent()) {
            return unknown(path, other.get(), hash);
        }
        try (WeightFile file = WeightFile.open(path)) {
            return file(path, file, hash);
        }
    }

    private static Inspection unknown(Path path, String words, boolean hash) throws IOException {
        return new Inspection(
                path.toString(),
                "unknown",
                "unknown",
                words,
                "",
                Files.size(path),
                hash ? Manifest.sha256(path) : "",
                0,
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
    }

    private static Inspection file(Path path, WeightFile file, boolean hash) throws IOException {
        WeightKind kind = WeightKind.of(file);
        List<Inspection.Tensor> tensors = tensors("", file);
        return new Inspection(
                path.toString(),
                format(file),
                kind.name().toLowerCase(Locale.ROOT),
                kind.words(),
                kind.use(),
                Files.size(path),
                hash ? Manifest.sha256(path) : "",
                sum(tensors),
                types(tensors),
                shown(file.metadata()),
                pipelineParts(path, kind),
                tensors);
    }

    private static String format(WeightFile file) {
        if (file instanceof TorchFile torch) {
            return torch.zipped() ? "torch zip" : "torch legacy";
        }
        return "safetensors";
    }

    /** A tokenizer's files in the metadata are long. */
    private static Map<String, String> shown(Map<String, String> metadata) {
        Map<String, String> shown = new LinkedHashMap<>();
        metadata.forEach(
                (key, value) ->
                        shown.put(
                                key,
                                value.length() <= 500
                                        ? value
                                        : value.substring(0, 200)
                                                + "… ("
                                                + value.length()
                                                + " characters)"));
        return shown;
    }

    private static List<Inspection.Part> pipelineParts(Path path, WeightKind kind)
            throws IOException {
        switch (kind) {
            case STABLE_DIFFUSION_1, STABLE_DIFFUSION_2, LATENT_DIFFUSION, STUDIO_PIPELINE -> {
                try (PipelineSource source = PipelineFile.open(path)) {
                    return parts(source);
                } catch (CheckpointException e) {
                    // A file whose configuration cannot be known can still be described.
                    return List.of();
                }
            }
            default -> {
                return List.of();
            }
        }
    }

    private static List<Inspection.Part> parts(PipelineSource source) throws IOException {
        List<Inspection.Part> parts = new ArrayList<>();
        for (String role : source.networks()) {
            try (ModelPart part = source.network(role)) {
                parts.add(
                        new Inspection.Part(
                                role,
                                className(part.config()),
                                sum(tensors("", part.weights())),
                                part.config()));
            }
        }
        return parts;
    }

    static String className(Map<String, Object> config) {
        Object name = config.get("_class_name");
        if (name == null && config.get("architectures") instanceof List<?> all && !all.isEmpty()) {
            name = all.get(0);
        }
        return name == null ? "" : name.toString();
    }

    private static Inspection folder(Path path) throws IOException {
        if (PipelineFolder.is(path)) {
            return pipeline(path);
        }
        if (Files.isRegularFile(path.resolve(StudioModel.FILE))) {
            return autoencoder(path);
        }
        Optional<Path> weights = ShardedWeights.find(path);
        if (weights.isEmpty()) {
            throw new CheckpointException(
                    path
                            + " is a folder without a model: it has neither "
                            + PipelineFolder.INDEX
                            + " nor weights. Give a pipeline's folder, a network's folder, a"
                            + " checkpoint or a file.");
        }
        Map<String, Object> config =
                Files.isRegularFile(path.resolve(ModelFolder.CONFIG))
                        ? ModelFolder.config(path)
                        : Map.of();
        try (WeightFile file = ShardedWeights.open(path)) {
            WeightKind kind = WeightKind.of(file);
            List<Inspection.Tensor> tensors = tensors("", file);
            String name = className(config);
            return new Inspection(
                    path.toString(),
                    "folder",
                    "model_folder",
                    "the folder of one network"
                            + (name.isEmpty() ? "" : ", " + name)
                            + "; its weights are "
                            + kind.words(),
                    kind.use(),
                    size(path),
                    "",
                    sum(tensors),
                    types(tensors),
                    shown(file.metadata()),
                    List.of(new Inspection.Part("", name, sum(tensors), config)),
                    tensors);
        }
    }

    private static Inspection autoencoder(Path path) throws IOException {
        Inspection inner = folder(path.resolve(PipelineSource.VAE));
        return new Inspection(
                path.toString(),
                "folder",
                "studio_checkpoint",
                "a checkpoint of an LDM Studio autoencoder (stage 1)",
                "A stage-2 configuration can name it as its autoencoder.",
                inner.bytes(),
                "",
                inner.parameters(),
                inner.types(),
                Map.of(),
                inner.parts(),
                inner.tensors());
    }

    private static Inspection pipeline(Path path) throws IOException {
        try (PipelineFolder source = PipelineFolder.open(path)) {
            List<Inspection.Tensor> tensors = new ArrayList<>();
            long bytes = 0;
            for (String role : source.networks()) {
                try (ModelPart part = source.network(role)) {
                    tensors.addAll(tensors(role + ".", part.weights()));
                }
                bytes += size(source.folder(role));
            }
            Optional<StudioModel> studio = source.studio();
            String name = source.className();
            return new Inspection(
                    path.toString(),
                    "folder",
                    studio.isPresent() ? "studio_checkpoint" : "pipeline",
                    studio.isPresent()
                            ? "a checkpoint of LDM Studio, step " + studio.get().step()
                            : "a pipeline's folder of diffusers"
                                    + (name.isEmpty() ? "" : ", " + name),
                    "ldm sample draws from it.",
                    bytes,
                    "",
                    sum(tensors),
                    types(tensors),
                    Map.of(),
                    parts(source),
                    tensors);
        }
    }

    private static long size(Path folder) throws IOException {
        Optional<Path> weights = ShardedWeights.find(folder);
        if (weights.isEmpty()) {
            return 0;
        }
        if (!weights.get().toString().endsWith(".json")) {
            return Files.size(weights.get());
        }
        long bytes = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*-of-\\d+.*")).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static List<Inspection.Tensor> tensors(String before, TensorSource source) {
        return source.names().stream()
                .map(
                        name ->
                                new Inspection.Tensor(
                                        before + name,
                                        source.type(name).name(),
                                        Arrays.stream(source.shape(name)).boxed().toList()))
                .toList();
    }

    private static long sum(List<Inspection.Tensor> tensors) {
        return tensors.stream().mapToLong(Inspection.Tensor::size).sum();
    }

    private static Map<String, Long> types(List<Inspection.Tensor> tensors) {
        Map<String, Long> types = new TreeMap<>();
        tensors.forEach(tensor -> types.merge(tensor.type(), tensor.size(), Long::sum));
        return types;
    }
}
