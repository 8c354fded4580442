package ldmstudio.app.screen.playground;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ldmstudio.engine.run.DemoModel;

/**
 * Finds the model that a recipe names: a path as it was given to whoever drew, which may be
 * relative to the workspace, of another machine, or the word for the model that comes along.
 */
final class RecipeModels {
    private static final String RUNS = "runs";

    private final Path workspace;
    private final List<ModelChoice> known;

    /**
     * @param known models that can be chosen now
     */
    RecipeModels(Path workspace, List<ModelChoice> known) {
        this.workspace = workspace;
        this.known = List.copyOf(known);
    }

    /** What draws as the recipe says, as far as it is here; empty: nothing has its name. */
    Optional<Path> find(String said) {
        Path path;
        try {
            path = workspace.resolve(said.strip()).normalize();
        } catch (InvalidPathException ofAnotherSystem) {
            return Optional.empty();
        }
        if (said.isBlank()) {
            return Optional.empty();
        }
        if (Files.exists(path)) {
            return Optional.of(path);
        }
        return DemoModel.isNamedBy(said) ? shipped() : run(path);
    }

    private Optional<Path> shipped() {
        return known.stream()
                .filter(model -> !model.isRun() && model.path().endsWith(DemoModel.NAME))
                .map(ModelChoice::path)
                .findFirst();
    }

    /** A run of this workspace of the same name; its checkpoint where the path goes on to one. */
    private Optional<Path> run(Path path) {
        int at = path.getNameCount() - 1;
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            at = path.getName(i).endsWith(RUNS) ? i + 1 : at;
        }
        String name = path.getNameCount() == 0 ? "" : path.getName(at).toString();
        int inside = at + 1;
        return known.stream()
                .filter(model -> model.isRun() && model.path().endsWith(name))
                .map(ModelChoice::path)
                .map(
                        run -> {
                            Path whole =
                                    inside < path.getNameCount()
                                            ? run.resolve(path.subpath(inside, path.getNameCount()))
                                            : run;
                            return Files.exists(whole) ? whole : run;
                        })
                .findFirst();
    }
}
