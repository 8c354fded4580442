package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.action.UndoStack;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.SampleSettings;
import org.jspecify.annotations.Nullable;

/**
 * Everything that fills the form at once: presets, recipes of pictures, settings of earlier
 * drawings. Never without being asked to, and each can be undone.
 */
final class FormEdits {
    private final JobRunner runner;
    private final Notifications notifications;
    private final SampleForm form;
    private final ModelList models;
    private final ChosenModel model;
    private final Presets presets;
    private final @Nullable BeginPart begin;
    private final Supplier<BeginSettings> begins;
    private final UndoStack undo;
    private final Consumer<String> complain;
    private @Nullable ScriptPart script;
    private final ReadOnlyObjectWrapper<@Nullable RecipeOffer> offer =
            new ReadOnlyObjectWrapper<>(this, "offer");

    FormEdits(
            JobRunner runner,
            Notifications notifications,
            SampleForm form,
            ModelList models,
            ChosenModel model,
            Presets presets,
            @Nullable BeginPart begin,
            Supplier<BeginSettings> begins,
            UndoStack undo,
            Consumer<String> complain) {
        this.runner = runner;
        this.notifications = notifications;
        this.form = form;
        this.models = models;
        this.model = model;
        this.presets = presets;
        this.begin = begin;
        this.begins = begins;
        this.undo = undo;
        this.complain = complain;
    }

    /** A picture's recipe, to be compared with what is set; null: none. */
    ReadOnlyObjectProperty<@Nullable RecipeOffer> offerProperty() {
        return offer.getReadOnlyProperty();
    }

    /** Who takes over the axes of a grid's sheet. */
    void setScript(ScriptPart part) {
        script = part;
    }

    /**
     * Reads a picture's recipe and shows it beside the present values; the sheet of a grid fills
     * the script with its axes.
     */
    void offerRecipeOf(Path png) {
        runner.run("Look at " + png.getFileName(), p -> GridSheet.read(png))
                .onSuccess(
                        grid -> {
                            ScriptPart part = script;
                            if (grid.isPresent() && part != null) {
                                takeGrid(png, grid.get(), part);
                            } else {
                                offerSingleRecipeOf(png);
                            }
                        })
                .onFailure(e -> noRecipe(png));
    }

    /** A file without settings of ours; a picture can still be begun from. */
    private void noRecipe(Path file) {
        runner.run("Look at " + file.getFileName(), p -> PictureFile.read(file))
                .onSuccess(
                        picture -> {
                            Notification says =
                                    Notification.info(
                                            file.getFileName() + " holds no recipe",
                                            "Only PNG files that LDM Studio wrote say how they"
                                                    + " were drawn; nothing was changed.");
                            BeginPart part = begin;
                            notifications.show(
                                    part == null
                                            ? says
                                            : says.withChoices(
                                                    new Notification.Choice(
                                                            "Start from this picture",
                                                            () -> part.startFrom(file))));
                        })
                .onFailure(
                        e ->
                                notifications.failed(
                                        file.getFileName()
                                                + (Files.isDirectory(file)
                                                        ? " is a folder: drop one picture"
                                                        : " is no picture that can be read"),
                                        e));
    }

    private void takeGrid(Path sheet, GridConfig grid, ScriptPart part) {
        DrawValues before = form.values();
        ModelChoice modelBefore = models.chosenProperty().get();
        String scriptBefore = part.state();
        if (!grid.model().isBlank()) {
            choose(grid.model());
        }
        form.show(
                before.withPrompt(grid.prompt())
                        .withHow(grid.sampling().with("count", before.how().count()))
                        .withSize(grid.width(), grid.height()));
        part.take(grid);
        undo.done(
                "Take over the grid of " + sheet.getFileName(),
                () -> {
                    if (modelBefore != null) {
                        model.keepValues(true);
                        models.choose(modelBefore);
                    }
                    form.show(before);
                    part.restore(scriptBefore);
                });
        notifications.show(
                Notification.info(
                        "The grid of " + sheet.getFileName() + " was taken over",
                        "Its prompt, settings and axes stand on the right, under Script. Ctrl+Z"
                                + " brings back what was there."));
    }

    private void offerSingleRecipeOf(Path png) {
        ModelChoice chosen = models.chosenProperty().get();
        String present = chosen == null ? "" : chosen.name();
        runner.run("Read the recipe of " + png.getFileName(), p -> read(png))
                .onSuccess(
                        recipe ->
                                offer.set(
                                        RecipeOffer.of(
                                                png,
                                                recipe,
                                                form.values(),
                                                present,
                                                models.find(recipe.modelPath())
                                                        .map(models::nameOf)
                                                        .orElse(""),
                                                form.classes())))
                .onFailure(e -> noRecipe(png));
    }

    private static ImageRecipe read(Path png) throws IOException {
        return ImageRecipe.read(png)
                .orElseThrow(
                        () ->
                                new IOException(
                                        png.getFileName() + " holds no recipe of LDM Studio."));
    }

    /** Puts the recipe away; nothing changes. */
    void dismiss() {
        offer.set(null);
    }

    /** Applies chosen lines of the recipe. */
    void apply(List<RecipeOffer.Line> lines) {
        RecipeOffer offered = offer.get();
        if (offered == null) {
            return;
        }
        DrawValues before = form.values();
        ModelChoice modelBefore = models.chosenProperty().get();
        BeginSettings beginBefore = begins.get();
        DrawValues after = before;
        for (RecipeOffer.Line line : lines) {
            after = line.apply().apply(after);
            if (line.key().equals(RecipeOffer.BEGIN) && begin != null) {
                offered.begin().ifPresent(begin::show);
            }
            if (line.key().equals(RecipeOffer.MODEL) && line.differs()) {
                choose(offered.model());
            }
        }
        form.show(after);
        offer.set(null);
        undo.done(
                "Apply the recipe of " + offered.picture().getFileName(),
                () -> {
                    if (modelBefore != null) {
                        model.keepValues(true);
                        models.choose(modelBefore);
                    }
                    if (begin != null) {
                        begin.show(beginBefore);
                    }
                    form.show(before);
                });
    }

    private void choose(String said) {
        Path wanted = models.find(said).orElse(null);
        if (wanted == null) {
            complain.accept("The recipe's model is not there any more: " + said);
            return;
        }
        model.keepValues(true);
        if (models.models().stream().anyMatch(m -> m.is(wanted))) {
            models.choose(wanted);
        } else {
            models.open(wanted);
        }
    }

    /** Applies a preset. */
    void apply(Presets.Preset preset) {
        DrawValues before = form.values();
        form.show(preset.values());
        undo.done("Apply the preset " + preset.name(), () -> form.show(before));
    }

    /** Keeps the settings under a name. */
    void savePreset(String name) {
        if (name.isBlank()) {
            return;
        }
        Presets.Preset before = presets.save(name, form.values());
        undo.done(
                "Save the preset " + name.strip(),
                () -> {
                    if (before == null) {
                        presets.delete(name);
                    } else {
                        presets.save(before.name(), before.values());
                    }
                });
    }

    /** Deletes a preset. */
    void deletePreset(Presets.Preset preset) {
        presets.delete(preset.name());
        undo.done(
                "Delete the preset " + preset.name(),
                () -> presets.save(preset.name(), preset.values()));
    }

    /** Puts what a drawing was asked with into the form. */
    void edit(Drawing drawing) {
        DrawValues before = form.values();
        SampleSettings asked = drawing.settings();
        boolean allClasses = asked.classLabels().size() == drawing.classes().size();
        form.show(
                new DrawValues(
                        String.join("\n", asked.prompts()),
                        allClasses ? List.of() : asked.classLabels(),
                        true,
                        asked.how(),
                        asked.from().width(),
                        asked.from().height()));
        undo.done("Take over a drawing's settings", () -> form.show(before));
    }
}
