package ldmstudio.app.screen.training;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.ParameterForm;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.engine.config.Recipe;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The right side: recipe, the stage's own controls, the form, and the start. */
final class SettingsPanel extends VBox {
    private final TrainingViewModel model;
    private final TrainingContent content;
    private final Notifications notifications;
    private final ComboBox<Recipe> recipes = new ComboBox<>();
    private final Button undo =
            icon(MaterialDesignU.UNDO, "form-undo", "Take back the last edit (Ctrl+Z)");
    private final Button redo =
            icon(MaterialDesignR.REDO, "form-redo", "Make the edit again (Ctrl+Y)");
    private final Label about = new Label();
    private final Hyperlink reset = new Hyperlink("reset all");
    private final ParameterForm form;
    private final Label estimate = new Label();
    private final Button train = new Button("Train", new FontIcon(MaterialDesignP.PLAY));
    private boolean filling;

    SettingsPanel(TrainingViewModel model, TrainingContent content, Notifications notifications) {
        this.model = model;
        this.content = content;
        this.notifications = notifications;
        this.form = new ParameterForm(model.form(), content.hiddenPaths());
        getStyleClass().addAll("settings-panel", "side-panel-plain");
        setMinWidth(300);
        setPrefWidth(346);
        VBox.setVgrow(form, Priority.ALWAYS);
        form.setOnLiveEdit((field, value) -> model.set(field.key(), String.valueOf(value)));
        getChildren().add(top());
        content.controls(model).ifPresent(node -> getChildren().add(node));
        getChildren().addAll(form, bottom());
        model.recipeProperty().addListener((o, was, is) -> showRecipe());
        model.runProperty().addListener((o, was, is) -> showRecipe());
        model.form().revisionProperty().addListener((o, was, is) -> edited());
        model.viewProperty().addListener((o, was, is) -> edited());
        model.estimateProperty().addListener((o, was, is) -> showStart());
        showRecipe();
        edited();
    }

    private void edited() {
        showStart();
        undo.setDisable(!form.canUndo());
        redo.setDisable(!form.canRedo());
    }

    /** Starts the form as a run, when it can start. */
    void train() {
        if (!train.isDisabled()) {
            model.train(content.needs(model).orElse(null));
        }
    }

    void undo() {
        form.undo();
    }

    void redo() {
        form.redo();
    }

    void sample() {
        showStart();
    }

    private static Button icon(Ikon icon, String id, String help) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private VBox top() {
        recipes.setId("recipe");
        recipes.setAccessibleText("Recipe");
        recipes.setMaxWidth(Double.MAX_VALUE);
        recipes.setButtonCell(new RecipeCell(recipes));
        recipes.setCellFactory(list -> new RecipeCell(null));
        recipes.getItems().setAll(model.recipes());
        recipes.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                model.newRun(is);
                            }
                        });
        HBox.setHgrow(recipes, Priority.ALWAYS);
        Label title = new Label("Recipe");
        title.getStyleClass().add("text-bold");
        title.setMinWidth(USE_PREF_SIZE);
        undo.setOnAction(e -> undo());
        redo.setOnAction(e -> redo());
        HBox line = new HBox(8, title, recipes);
        line.setAlignment(Pos.CENTER_LEFT);
        CheckBox advanced = new CheckBox("Advanced");
        advanced.setId("advanced");
        advanced.getStyleClass().add("text-small");
        advanced.setTooltip(new Tooltip("Show the fields that are rarely needed"));
        advanced.selectedProperty().addListener((o, was, is) -> form.setAdvanced(is));
        advanced.setMinWidth(USE_PREF_SIZE);
        about.getStyleClass().addAll("text-muted", "text-small");
        about.setId("recipe-about");
        about.setWrapText(true);
        about.setMinHeight(USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        reset.setId("reset-all");
        reset.getStyleClass().add("text-small");
        reset.setMinWidth(USE_PREF_SIZE);
        reset.setOnAction(e -> model.form().resetAll());
        HBox second = new HBox(4, undo, redo, reset, gap, advanced);
        second.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(4, line, second, about);
        box.setPadding(new Insets(8, 10, 4, 10));
        return box;
    }

    private VBox bottom() {
        estimate.setId("estimate");
        estimate.setWrapText(true);
        estimate.setMinHeight(USE_PREF_SIZE);
        estimate.getStyleClass().addAll("text-muted", "text-small");
        train.setId("train");
        train.getStyleClass().add("accent");
        train.setMinWidth(USE_PREF_SIZE);
        train.setOnAction(e -> train());
        Button copy = new Button("Copy command", new FontIcon(MaterialDesignC.CONSOLE_LINE));
        copy.setId("copy-command");
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setTooltip(new Tooltip("The same training without a window"));
        copy.setOnAction(e -> copy());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(8, copy, gap, train);
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(6, estimate, buttons);
        box.getStyleClass().add("settings-start");
        box.setPadding(new Insets(8, 10, 10, 10));
        return box;
    }

    private void copy() {
        ClipboardContent text = new ClipboardContent();
        text.putString(model.command());
        Clipboard.getSystemClipboard().setContent(text);
        notifications.show(Notification.info("The command was copied", model.command()));
    }

    private void showRecipe() {
        filling = true;
        Recipe recipe = model.recipeProperty().get();
        var run = model.runProperty().get();
        // The box shows its prompt only when that is there before the value goes.
        recipes.setPromptText(
                run == null ? "Settings of the last run" : "Settings of " + run.getFileName());
        recipes.setValue(recipe);
        recipes.setTooltip(recipe == null ? null : wrapped(recipe.description()));
        filling = false;
    }

    private static Tooltip wrapped(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        return tooltip;
    }

    private void showStart() {
        RunView view = model.viewProperty().get();
        boolean alive = view.phase().isAlive();
        form.setRunning(alive);
        int changed = model.form().overrides().size();
        about.setText(
                alive
                        ? "Locked fields need a new run"
                        : changed == 0
                                ? "as the recipe says"
                                : changed == 1 ? "1 field modified" : changed + " fields modified");
        reset.setVisible(changed > 0 && !alive);
        String obstacle = content.obstacle(model);
        boolean wrong = !model.form().problems().isEmpty();
        train.setDisable(alive || wrong || !obstacle.isEmpty());
        train.setText(model.runProperty().get() == null || alive ? "Train" : "Train anew");
        estimate.setText(
                alive
                        ? "To train with other settings, choose New run above; it waits in the queue"
                                + " while this one runs."
                        : !obstacle.isEmpty()
                                ? obstacle
                                : wrong ? "" : capitalised(model.estimateProperty().get()));
    }

    private static String capitalised(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** A recipe's title, its description as tooltip. */
    private static final class RecipeCell extends ListCell<Recipe> {
        private final @Nullable ComboBox<Recipe> prompting;

        /** The cell of the closed box shows the box's prompt where there is no recipe. */
        RecipeCell(@Nullable ComboBox<Recipe> prompting) {
            this.prompting = prompting;
        }

        @Override
        protected void updateItem(@Nullable Recipe item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setText(prompting == null ? "" : prompting.getPromptText());
                setTooltip(null);
            } else {
                setText(item.title());
                setTooltip(wrapped(item.description()));
            }
        }
    }
}
