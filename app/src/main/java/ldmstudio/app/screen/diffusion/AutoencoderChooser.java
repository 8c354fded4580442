package ldmstudio.app.screen.diffusion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.screen.training.TrainingViewModel;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;

/**
 * Which autoencoder's latents are learnt: runs of stage 1 that have a checkpoint or are about to,
 * or none, for pixels.
 */
final class AutoencoderChooser extends VBox {
    /** An entry; {@code path} is what the configuration says. */
    record Choice(String path, String label) {
        @Override
        public String toString() {
            return label;
        }
    }

    private static final Choice PIXELS = new Choice("none", "none: train on pixels");

    private final TrainingViewModel model;
    private final ComboBox<Choice> box = new ComboBox<>();
    private final Label note = new Label();
    private boolean filling;
    private String looked = "";
    private boolean elsewhere;

    AutoencoderChooser(TrainingViewModel model) {
        this.model = model;
        setSpacing(4);
        setPadding(new Insets(6, 10, 8, 10));
        getStyleClass().add("autoencoder-chooser");
        box.setId("autoencoder-choice");
        box.setAccessibleText("Autoencoder");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setTooltip(new Tooltip("Finished or checkpointed runs of the Autoencoder page"));
        HBox.setHgrow(box, Priority.ALWAYS);
        Label title = new Label("Autoencoder");
        title.getStyleClass().add("text-bold");
        title.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(8, title, box);
        line.setAlignment(Pos.CENTER_LEFT);
        note.setId("autoencoder-note");
        note.setWrapText(true);
        note.setMinHeight(USE_PREF_SIZE);
        note.getStyleClass().addAll("text-muted", "text-small");
        getChildren().addAll(line, note);
        box.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling && is != null) {
                                choose(is.path());
                            }
                        });
        model.autoencodersProperty().addListener((o, was, is) -> refresh());
        model.listedProperty().addListener((o, was, is) -> refresh());
        model.form().revisionProperty().addListener((o, was, is) -> refresh());
        model.viewProperty().addListener((o, was, is) -> refresh());
        refresh();
    }

    private void refresh() {
        if (filling) {
            return;
        }
        filling = true;
        boolean locked = model.viewProperty().get().phase().isAlive();
        if (!locked && model.runProperty().get() == null) {
            adoptRunOfRecipe();
        }
        String wanted = path();
        List<Choice> choices = new ArrayList<>();
        for (RunStatus run : model.autoencodersProperty().get()) {
            choices.add(new Choice(run.folder().toString(), run.name() + "  ·  " + state(run)));
        }
        choices.add(PIXELS);
        Choice now = choices.stream().filter(c -> matches(c, wanted)).findFirst().orElse(null);
        if (now == null) {
            now = new Choice(wanted, wanted);
            choices.add(0, now);
        }
        if (!choices.equals(box.getItems())) {
            box.getItems().setAll(choices);
        }
        box.setValue(now);
        box.setDisable(locked);
        String obstacle = obstacle();
        note.setText(obstacle.isEmpty() ? words() : obstacle);
        filling = false;
    }

    /** A recipe names a run without its number; the newest run made from it is what is meant. */
    private void adoptRunOfRecipe() {
        String wanted = path();
        if (wanted.equals("none") || chosen().isPresent()) {
            return;
        }
        String name = String.valueOf(Path.of(wanted).getFileName());
        model.autoencodersProperty().get().stream()
                .filter(r -> r.name().matches(java.util.regex.Pattern.quote(name) + "(-\\d+)?"))
                .findFirst()
                .ifPresent(r -> model.form().fillIn(field(), r.folder().toString()));
    }

    /** A relative path names a run by its place in the workspace, as the engine reads it. */
    private static boolean matches(Choice choice, String path) {
        if (choice.path().equals(path)) {
            return true;
        }
        if (path.isBlank() || path.equals("none") || choice.path().equals("none")) {
            return false;
        }
        Path run = Path.of(choice.path()).toAbsolutePath().normalize();
        Path wanted = Path.of(path).normalize();
        return wanted.isAbsolute() ? run.equals(wanted) : run.endsWith(wanted);
    }

    private Optional<RunStatus> chosen() {
        String path = path();
        return model.autoencodersProperty().get().stream()
                .filter(r -> matches(new Choice(r.folder().toString(), ""), path))
                .findFirst();
    }

    private String path() {
        return model.form().config() instanceof Stage2Config stage2 ? stage2.autoencoder() : "none";
    }

    private void choose(String path) {
        if (model.form().config() instanceof Stage2Config) {
            model.form().set(field(), path);
            model.form().endGesture();
        }
    }

    private FieldInfo field() {
        return FormModel.leaves(model.form().config()).stream()
                .filter(field -> field.path().equals("autoencoder"))
                .findFirst()
                .orElseThrow();
    }

    /** Why the run cannot start with this choice; empty: it can. */
    String obstacle() {
        if (path().equals("none") || chosen().isPresent() || liesElsewhere()) {
            return "";
        }
        if (!model.listedProperty().get()) {
            return "Looking for the autoencoders of this workspace…";
        }
        return model.autoencodersProperty().get().isEmpty()
                ? "There is no trained autoencoder in this workspace. Train one on the Autoencoder"
                        + " page first, or choose none to train on pixels."
                : "There is no run "
                        + path()
                        + " with a checkpoint. Choose one of the list, or none to train on pixels.";
    }

    /** A checkpoint or a model folder that is no run of this workspace. */
    private boolean liesElsewhere() {
        String path = path();
        if (!path.equals(looked)) {
            looked = path;
            Path folder = Path.of(path);
            elsewhere = folder.isAbsolute() && Files.isDirectory(folder);
        }
        return elsewhere;
    }

    /** The chosen run while it still trains: this one then waits for it. */
    Optional<Path> needs() {
        return chosen().filter(r -> r.state().isAlive()).map(RunStatus::folder);
    }

    private String words() {
        if (path().equals("none")) {
            return "The denoiser works on the pictures themselves: right for small pictures.";
        }
        if (chosen().isEmpty() && liesElsewhere()) {
            return "A model from outside of this workspace; its autoencoder is used as it is.";
        }
        return chosen().map(
                        r ->
                                r.state().isAlive()
                                        ? "It still trains; this run waits until it is done."
                                        : r.bestPsnr() > 0
                                                ? String.format(
                                                        Locale.ROOT,
                                                        "Its best validation PSNR: %.1f dB at step"
                                                                + " %,d.",
                                                        r.bestPsnr(),
                                                        r.bestPsnrStep())
                                                : "")
                .orElse("");
    }

    private static String state(RunStatus run) {
        return run.state() == RunState.FINISHED
                ? "done"
                : String.format(
                        Locale.ROOT,
                        "%s, step %,d",
                        run.state().word(),
                        Math.max(run.checkpointStep(), run.step()));
    }
}
