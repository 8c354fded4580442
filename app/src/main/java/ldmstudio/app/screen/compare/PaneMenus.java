package ldmstudio.app.screen.compare;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import ldmstudio.app.AppContext;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.screen.playground.PicturePreset;
import ldmstudio.app.screen.playground.SamplerNames;
import ldmstudio.app.shell.OpenRequest;
import org.jspecify.annotations.Nullable;

/** What can be done with a pane, and the models that it can have. */
final class PaneMenus {
    private final CompareViewModel model;
    private final ModelMenu models;
    private final AppContext context;
    private final java.util.function.Supplier<@Nullable Window> window;
    private final java.util.function.Consumer<PaneSpec> openSteps;

    /**
     * @param openSteps shows how a pane's first picture came to be
     */
    PaneMenus(
            CompareViewModel model,
            ModelMenu models,
            AppContext context,
            java.util.function.Supplier<@Nullable Window> window,
            java.util.function.Consumer<PaneSpec> openSteps) {
        this.model = model;
        this.models = models;
        this.context = context;
        this.window = window;
        this.openSteps = openSteps;
    }

    /** Models to give to a pane. */
    List<MenuItem> models(PaneSpec pane) {
        return models.items((path, name) -> model.setModel(pane, path, name));
    }

    /** Panes to add: runs, checkpoints, files, pictures. */
    List<MenuItem> additions() {
        List<MenuItem> items = models.items(model::addModel);
        MenuItem pictures = new MenuItem("Pictures…");
        pictures.setId("compare-add-pictures");
        pictures.setOnAction(e -> choosePictures());
        items.add(pictures);
        return items;
    }

    private void choosePictures() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Pictures to compare");
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Pictures", "*.png", "*.jpg", "*.jpeg"));
        List<File> files = chooser.showOpenMultipleDialog(window.get());
        if (files != null) {
            model.take(files.stream().map(File::toPath).toList());
        }
    }

    /** Everything that can be done with a pane. */
    List<MenuItem> actions(PaneSpec pane) {
        MenuItem twice = item("Add the same model again", () -> model.duplicate(pane));
        twice.setDisable(model.state().full());
        MenuItem share = item("Give its values to all panes", () -> model.shareValuesOf(pane));
        MenuItem steps = item("Look at its steps", () -> openSteps.accept(pane));
        MenuItem play = item("Open in the Playground", () -> openInPlayground(pane));
        MenuItem win = item("It is the winner: give it a star", () -> win(pane));
        win.setDisable(file(pane).isEmpty());
        MenuItem preset = item("Save its settings as a preset", () -> savePreset(pane));
        preset.setDisable(file(pane).isEmpty());
        MenuItem copy =
                item(
                        "Copy the path of its picture",
                        () -> file(pane).ifPresent(file -> copy(file.toString())));
        copy.setDisable(file(pane).isEmpty());
        MenuItem remove = item("Remove", () -> model.remove(pane));
        return pane.draws()
                ? List.of(
                        twice,
                        share,
                        steps,
                        new SeparatorMenuItem(),
                        win,
                        preset,
                        play,
                        copy,
                        remove)
                : List.of(twice, copy, remove);
    }

    private Optional<Path> file(PaneSpec pane) {
        return model.drawing(pane).picture(model.state().picture()).map(PaneDrawing.Picture::file);
    }

    private void win(PaneSpec pane) {
        Path drawn = file(pane).orElse(null);
        if (drawn == null) {
            return;
        }
        Path workspace = context.workspace().folder();
        String letter = CompareState.letter(model.state().place(pane.id()));
        context.runner()
                .run(
                        "Keep the winner",
                        p -> Winner.keep(drawn, workspace, context.workspace().marks()))
                .onSuccess(
                        kept ->
                                context.notifications()
                                        .show(
                                                Notification.success(
                                                                "Pane " + letter + " won",
                                                                kept.getFileName()
                                                                        + " has a star now. Open its"
                                                                        + " settings in the Playground"
                                                                        + " to go on with them.")
                                                        .withChoices(
                                                                new Notification.Choice(
                                                                        "Save as preset",
                                                                        () -> savePreset(kept)),
                                                                new Notification.Choice(
                                                                        "Open in the Playground",
                                                                        () ->
                                                                                openInPlayground(
                                                                                        pane)))))
                .onFailure(e -> context.notifications().failed("The winner was not kept", e));
    }

    private void savePreset(PaneSpec pane) {
        file(pane).ifPresent(this::savePreset);
    }

    /** The Playground offers the settings of a picture's recipe from now on. */
    private void savePreset(Path picture) {
        Path workspace = context.workspace().folder();
        context.runner()
                .run("Save a preset", p -> PicturePreset.save(picture, workspace))
                .onSuccess(
                        name ->
                                context.notifications()
                                        .show(
                                                Notification.success(
                                                        "The preset was saved",
                                                        "\""
                                                                + name
                                                                + "\" is among the presets of"
                                                                + " the Playground now.")))
                .onFailure(e -> context.notifications().failed("The preset was not saved", e));
    }

    /** With its model, and the settings that its picture's recipe holds. */
    private void openInPlayground(PaneSpec pane) {
        context.navigator().show("playground", new OpenRequest.SampleWith(Path.of(pane.model())));
        file(pane)
                .ifPresent(
                        drawn ->
                                context.navigator()
                                        .show("playground", new OpenRequest.Settings(drawn)));
    }

    /** The ways out of a failure. */
    List<Node> waysOut(PaneSpec pane, PaneDrawing.Trouble trouble) {
        String letter = CompareState.letter(model.state().place(pane.id()));
        List<Node> ways = new ArrayList<>();
        if (pane.draws()) {
            ways.add(button("compare-retry-" + letter, "Try again", model::draw));
        }
        model.knowledge(pane)
                .filter(
                        known ->
                                !known.samplers()
                                        .contains(model.state().value(pane, SharedValue.SAMPLER)))
                .ifPresent(
                        known ->
                                ways.add(
                                        button(
                                                "compare-own-sampler-" + letter,
                                                "Use "
                                                        + SamplerNames.of(
                                                                known.sampling().sampler())
                                                        + " here",
                                                () -> model.useOwnSampler(pane))));
        if (!trouble.details().isEmpty()) {
            ways.add(
                    button(
                            "compare-details-" + letter,
                            "Copy the details",
                            () -> copy(trouble.words() + "\n" + trouble.details())));
        }
        return ways;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(e -> action.run());
        return item;
    }

    private static Button button(String id, String words, Runnable action) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("small");
        button.setOnAction(e -> action.run());
        return button;
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
