package ldmstudio.app.screen.gallery;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.control.ImagePane;
import ldmstudio.app.control.Pictures;
import ldmstudio.app.control.TabKey;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.run.VideoRecipe;
import org.jspecify.annotations.Nullable;

/**
 * The chosen item at the side: large, with its recipe, where it came from, and what can be done.
 */
final class GalleryDetails extends ScrollPane {
    private final GalleryViewModel model;
    private final AppContext context;
    private final GalleryCommands commands;
    private final ImagePane image = new ImagePane();
    private final FilmPlayer player;
    private final Label trouble = new Label();
    private final Label title = new Label();
    private final GridPane facts = new GridPane();
    private final VBox origin = new VBox(4);
    private final Button star = new Button();
    private final Button open = new Button("Open settings in Playground");
    private final Button verify = new Button("Re-create and verify");
    private final Button cancel = new Button("Cancel");
    private final ProgressBar bar = new ProgressBar(0);
    private final Label outcome = new Label();
    private final TextArea settings = TabKey.leaves(new TextArea());
    private final TitledPane recipe = new TitledPane("Recipe", settings);
    private final VBox content = new VBox(10);
    private final Label hint = new Label("Choose a picture or a video to see where it came from.");
    private @Nullable GalleryItem item;
    private @Nullable Lineage lineage;

    GalleryDetails(GalleryViewModel model, AppContext context, GalleryCommands commands) {
        this.model = model;
        this.context = context;
        this.commands = commands;
        player = new FilmPlayer(context.runner(), image);
        setId("gallery-details");
        setFitToWidth(true);
        setMinWidth(260);
        getStyleClass().add("plain-scroll");
        content.setPadding(new Insets(12));
        setContent(content);
        image.setId("gallery-image");
        image.setAccessibleText("The chosen picture");
        image.setMinHeight(200);
        image.setPrefHeight(260);
        title.getStyleClass().add("section-title");
        title.setId("gallery-title");
        hint.getStyleClass().add("text-muted");
        trouble.getStyleClass().add("problem-text");
        for (Label wrapped : List.of(title, hint, trouble, outcome)) {
            wrapped.setWrapText(true);
            wrapped.setMinHeight(USE_PREF_SIZE);
        }
        for (Label sometimes : List.of(trouble, outcome)) {
            sometimes.visibleProperty().bind(sometimes.textProperty().isNotEmpty());
            sometimes.managedProperty().bind(sometimes.visibleProperty());
        }
        facts.setHgap(10);
        facts.setVgap(4);
        facts.setId("gallery-facts");
        star.setId("gallery-star");
        star.setOnAction(event -> withItem(commands::star));
        open.setId("gallery-open-settings");
        open.setOnAction(event -> withItem(commands::openSettings));
        verify.setId("gallery-verify");
        verify.setOnAction(event -> verify());
        cancel.setId("gallery-verify-cancel");
        cancel.setOnAction(event -> model.forgetCheck());
        bar.setMaxWidth(Double.MAX_VALUE);
        outcome.setId("gallery-outcome");
        settings.setEditable(false);
        settings.setWrapText(true);
        settings.setPrefRowCount(7);
        settings.setId("gallery-recipe");
        recipe.setExpanded(false);
        recipe.setId("gallery-recipe-pane");
        model.checkProperty().addListener((property, was, is) -> showCheck());
        clear();
    }

    /** Nothing is chosen. */
    void clear() {
        item = null;
        player.stop();
        image.setImage(null);
        content.getChildren().setAll(hint);
    }

    @Nullable GalleryItem item() {
        return item;
    }

    FilmPlayer player() {
        return player;
    }

    /** Shows another item. */
    void show(GalleryItem newItem) {
        boolean same = item != null && item.equals(newItem);
        item = newItem;
        showStar();
        if (same) {
            return;
        }
        model.forgetCheck();
        lineage = null;
        player.stop();
        image.setImage(null);
        trouble.setText("");
        title.setText(newItem.title());
        settings.setText(newItem.settings());
        facts.getChildren().clear();
        fact("Made", newItem.date());
        if (newItem.width() > 0) {
            fact("Size", newItem.width() + " × " + newItem.height() + " px");
        }
        if (newItem.video() && newItem.frames() > 0) {
            fact(
                    "Film",
                    String.format(
                            Locale.ROOT,
                            "%s, %d frames, %.1f s",
                            newItem.what(),
                            newItem.frames(),
                            newItem.seconds()));
        }
        fact("File", newItem.path());
        origin.getChildren().setAll(muted("Looking where it came from…"));
        content.getChildren().setAll(image);
        if (newItem.video()) {
            content.getChildren().add(player);
        }
        content.getChildren()
                .addAll(trouble, title, buttons(newItem), outcome, facts, origin, recipe);
        recipe.setVisible(newItem.hasRecipe());
        recipe.setManaged(newItem.hasRecipe());
        showCheck();
        loadPicture(newItem);
        model.lineage(newItem)
                .onSuccess(
                        found -> {
                            if (newItem.equals(item)) {
                                showLineage(found);
                            }
                        })
                .onFailure(
                        e -> {
                            if (newItem.equals(item)) {
                                origin.getChildren().setAll(muted(Failures.message(e)));
                            }
                        });
    }

    private Node buttons(GalleryItem shown) {
        FlowPane row = new FlowPane(6, 6, star);
        if (shown.hasRecipe() && !shown.video()) {
            row.getChildren().addAll(open, verify, cancel);
        }
        row.getChildren()
                .addAll(
                        action("gallery-copy", "Copy", () -> withItem(commands::copy)),
                        action(
                                "gallery-reveal",
                                "Show in folder",
                                () -> withItem(commands::reveal)),
                        action("gallery-delete", "Delete", () -> withItem(commands::delete)));
        return new VBox(6, row, bar);
    }

    private static Button action(String id, String label, Runnable run) {
        Button button = new Button(label);
        button.setId(id);
        button.setOnAction(event -> run.run());
        return button;
    }

    private void loadPicture(GalleryItem shown) {
        Path file = shown.in(model.folder());
        Path still = shown.video() ? VideoRecipe.poster(file) : file;
        context.runner()
                .run("Read " + shown.name(), p -> Pictures.image(PictureFile.read(still)))
                .onSuccess(
                        picture -> {
                            if (shown.equals(item) && player.ready() == 0) {
                                image.setImage(picture);
                            }
                        })
                .onFailure(
                        e -> {
                            if (shown.equals(item) && !shown.video()) {
                                trouble.setText(Failures.message(e));
                            }
                        });
        if (shown.video()) {
            model.frames(shown)
                    .onSuccess(
                            frames -> {
                                if (shown.equals(item)) {
                                    player.open(frames, shown.fps() < 1 ? 25 : shown.fps());
                                }
                            })
                    .onFailure(
                            e -> {
                                if (shown.equals(item)) {
                                    trouble.setText(
                                            "It cannot be played here: " + Failures.message(e));
                                }
                            });
        }
    }

    private void showLineage(Lineage found) {
        lineage = found;
        origin.getChildren().setAll(heading("Where it came from"));
        GalleryItem shown = item;
        Path run = found.run();
        if (run != null) {
            origin.getChildren()
                    .addAll(
                            link(
                                    "gallery-run",
                                    "Run " + run.getFileName(),
                                    () ->
                                            context.navigator()
                                                    .show("runs", new OpenRequest.Run(run))),
                            muted(
                                    "Checkpoint of step "
                                            + (shown == null ? 0 : shown.modelStep())
                                            + (found.exact() ? ", still there" : "")));
        } else if (found.model() != null) {
            origin.getChildren().add(muted("Model " + found.model().getFileName()));
        }
        if (!found.dataset().isEmpty()) {
            Path pictures = found.pictures();
            origin.getChildren()
                    .add(
                            link(
                                    "gallery-dataset",
                                    "Dataset: " + found.dataset(),
                                    () -> {
                                        if (pictures == null) {
                                            context.navigator().show("datasets");
                                        } else {
                                            context.navigator()
                                                    .show(
                                                            "datasets",
                                                            new OpenRequest.Pictures(pictures));
                                        }
                                    }));
        }
        if (!found.note().isEmpty()) {
            origin.getChildren().add(muted(found.note()));
        }
        showCheck();
    }

    private void verify() {
        GalleryItem shown = item;
        Lineage found = lineage;
        if (shown != null && found != null && found.model() != null) {
            model.verify(shown, found.model());
        }
    }

    private void showStar() {
        GalleryItem shown = item;
        boolean has = shown != null && model.isStarred(shown);
        star.setText(has ? "★ Starred" : "☆ Star");
        star.setAccessibleText(has ? "Take the star away" : "Give a star");
    }

    private void showCheck() {
        GalleryViewModel.Check check = model.checkProperty().get();
        Lineage found = lineage;
        verify.setDisable(check.running() || found == null || found.model() == null);
        for (Node busy : List.of(cancel, bar)) {
            busy.setVisible(check.running());
            busy.setManaged(check.running());
        }
        Verification result = check.result();
        outcome.setText(
                check.running()
                        ? "Drawing it again…"
                        : result != null ? result.words() : check.trouble());
        outcome.getStyleClass().removeAll("problem-text", "phase-good");
        if (!check.running() && result != null && result.equal()) {
            outcome.getStyleClass().add("phase-good");
        } else if (!check.running() && (result != null || !check.trouble().isEmpty())) {
            outcome.getStyleClass().add("problem-text");
        }
    }

    /** Takes over how far the drawing is. */
    void sample() {
        if (model.checkProperty().get().running()) {
            ModelWorker.Progress drawing = model.drawing();
            bar.setProgress(drawing.fraction() < 0 ? -1 : drawing.fraction());
            outcome.setText(drawing.text().isEmpty() ? "Drawing it again…" : drawing.text() + "…");
        }
    }

    private void withItem(Consumer<GalleryItem> command) {
        GalleryItem shown = item;
        if (shown != null) {
            command.accept(shown);
        }
    }

    private void fact(String name, String value) {
        Label left = muted(name);
        left.setMinWidth(USE_PREF_SIZE);
        Label right = new Label(value);
        right.setWrapText(true);
        right.setMinHeight(USE_PREF_SIZE);
        GridPane.setHgrow(right, Priority.ALWAYS);
        GridPane.setValignment(left, VPos.TOP);
        facts.addRow(facts.getRowCount(), left, right);
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("text-bold");
        return label;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("text-muted");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static Hyperlink link(String id, String text, Runnable go) {
        Hyperlink link = new Hyperlink(text);
        link.setId(id);
        link.setWrapText(true);
        link.setOnAction(
                event -> {
                    link.setVisited(false);
                    go.run();
                });
        return link;
    }
}
