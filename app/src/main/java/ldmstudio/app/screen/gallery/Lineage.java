package ldmstudio.app.screen.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.Checkpoints;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.Manifest;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where an item came from: checkpoint, run, pictures. Read from disk, in the background.
 *
 * @param run that the weights belong to; null: unknown or gone
 * @param model what draws it again: the very checkpoint if it is still there, else the run or file;
 *     null: gone
 * @param exact whether {@code model} has the weights of the recipe's fingerprint, as far as its
 *     manifest says
 * @param dataset the pictures that the run learned from, in words; empty: unknown
 * @param pictures their folder; null: made by the program, or unknown
 * @param note what is missing, in words; empty: nothing
 */
record Lineage(
        @Nullable Path run,
        @Nullable Path model,
        boolean exact,
        String dataset,
        @Nullable Path pictures,
        String note) {
    private static final String NO_RECIPE =
            "The file holds no recipe, so nothing is known of how it was made.";

    static Lineage of(GalleryItem item, Path workspace) throws IOException {
        if (!item.hasRecipe() || item.modelPath().isEmpty()) {
            return new Lineage(null, null, false, "", null, NO_RECIPE);
        }
        Path named = workspace.resolve(item.modelPath());
        Path run = run(named);
        if (run == null) {
            // A workspace that was moved keeps the names of its runs.
            Path moved = workspace.resolve("runs").resolve(item.modelName());
            run = RunStatus.isRunFolder(moved) ? moved : null;
        }
        if (run == null && !Files.exists(named) && DemoModel.isNamedBy(item.modelPath())) {
            return demo(item);
        }
        if (run == null) {
            return Files.exists(named)
                    ? new Lineage(null, named, false, "", null, "")
                    : new Lineage(
                            null,
                            null,
                            false,
                            "",
                            null,
                            "Its model " + item.modelPath() + " was moved or deleted.");
        }
        Path checkpoint = checkpoint(run, item);
        boolean exact = checkpoint != null && hasFingerprint(checkpoint, item.fingerprint());
        String note =
                exact || item.fingerprint().isEmpty()
                        ? ""
                        : "The checkpoint of step "
                                + item.modelStep()
                                + " is no longer there; the run's newest one has other weights.";
        return withData(new Lineage(run, exact ? checkpoint : run, exact, "", null, note), run);
    }

    /** The model that comes with the program, by its word or where another one unpacked it. */
    private static Lineage demo(GalleryItem item) throws IOException {
        DemoModel demo = DemoModel.builtIn();
        if (!demo.isShipped()) {
            return new Lineage(
                    null, null, false, "", null, "This program was built without the demo model.");
        }
        Path folder = demo.unpack((bytes, total) -> {});
        boolean exact = hasFingerprint(folder, item.fingerprint());
        return new Lineage(
                null,
                folder,
                exact,
                "",
                null,
                exact || item.fingerprint().isEmpty()
                        ? ""
                        : "It was drawn with the demo model of another version.");
    }

    private static @Nullable Path run(Path named) {
        for (Path at = named; at != null; at = at.getParent()) {
            if (RunStatus.isRunFolder(at)) {
                return at;
            }
        }
        return null;
    }

    /** The one of that step, or another with the same weights. */
    private static @Nullable Path checkpoint(Path run, GalleryItem item) throws IOException {
        Path all = run.resolve(RunFolder.CHECKPOINTS);
        Path named = all.resolve(Checkpoints.name(item.modelStep()));
        if (hasFingerprint(named, item.fingerprint()) || !Files.isDirectory(all)) {
            return named;
        }
        try (Stream<Path> others = Files.list(all)) {
            return others.filter(other -> hasFingerprint(other, item.fingerprint()))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static boolean hasFingerprint(Path checkpoint, String fingerprint) {
        if (!Files.isRegularFile(checkpoint.resolve(Manifest.FILE))) {
            return false;
        }
        try {
            return Manifest.read(checkpoint).fingerprint().equals(fingerprint);
        } catch (IOException e) {
            return false;
        }
    }

    private static Lineage withData(Lineage found, Path run) {
        try (RunFolder folder = RunFolder.open(run)) {
            RunConfig config = folder.config();
            Object data = RunConfigs.toMap(config).get("data");
            String type = String.valueOf(RunConfigs.get(config, "data.type")).replace('_', ' ');
            String path = data instanceof Map<?, ?> map ? String.valueOf(map.get("path")) : "";
            boolean onDisk = !path.isBlank() && !path.equals("null");
            Path place = onDisk ? run.resolve(path) : null;
            return new Lineage(
                    found.run(),
                    found.model(),
                    found.exact(),
                    onDisk ? type + ", " + path : type + ", drawn by the program",
                    place != null && Files.isDirectory(place) ? place : null,
                    found.note());
        } catch (RunFolderException | IllegalArgumentException e) {
            // A configuration that was changed by hand says nothing of the pictures.
            return found;
        }
    }
}
