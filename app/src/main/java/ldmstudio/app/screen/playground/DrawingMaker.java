package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import ldmstudio.app.workspace.Workspace;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.worker.BeginSettings;

/** Makes of all that is set what a press of Draw puts into the queue. */
final class DrawingMaker {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss-SSS", Locale.ROOT);

    private final Workspace workspace;
    private final ModelList models;
    private final SampleForm form;
    private final PlaygroundParts parts;

    DrawingMaker(Workspace workspace, ModelList models, SampleForm form, PlaygroundParts parts) {
        this.workspace = workspace;
        this.models = models;
        this.form = form;
        this.parts = parts;
    }

    /** What is begun from; noise where the section has nothing that can be drawn from. */
    BeginSettings begin() {
        BeginPart part = parts.begin();
        return part == null || part.problem().isPresent() ? BeginSettings.NOISE : part.begin();
    }

    /**
     * The drawing, expanded by the chosen script.
     *
     * @throws IllegalArgumentException saying in words what is missing or wrong
     */
    Drawing make() {
        ScriptPart script = parts.script();
        Drawing asked = plain();
        return script == null ? asked : script.expand(asked);
    }

    /** The same without a script. */
    Drawing plain() {
        ModelChoice model = models.chosenProperty().get();
        Path weights = models.weights().orElse(null);
        if (model == null || weights == null) {
            throw new IllegalArgumentException("There is no model to draw with yet.");
        }
        BeginPart part = parts.begin();
        Optional<String> problem = part == null ? Optional.empty() : part.problem();
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        String time = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
        Path out =
                WorkspaceFiles.samples(workspace.folder())
                        .resolve(model.name())
                        .resolve(time + "_seed-" + form.seedProperty().get());
        boolean text = form.listensToTextProperty().get();
        return Drawing.of(
                weights,
                model.name(),
                form.classes(),
                form.values().settings(text, form.classes().size(), begin(), out));
    }
}
