package ldmstudio.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import ldmstudio.app.testing.ControlWindow;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.data.PixelImage;
import org.junit.jupiter.api.Test;

class ControlsTest {
    private static PixelImage gradient(int index) {
        int[] argb = new int[32 * 32];
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                argb[y * 32 + x] = 0xFF000000 | (index * 37 % 256) << 16 | x * 8 << 8 | y * 8;
            }
        }
        return new PixelImage(32, 32, argb);
    }

    private static void press(javafx.scene.Node node, KeyCode code) {
        node.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    @Test
    void aHundredThousandPicturesNeedOnlyTheNodesThatAreSeen() throws Exception {
        ControlWindow.run(
                () -> {
                    List<Integer> read = new ArrayList<>();
                    ImageGrid grid = new ImageGrid();
                    ThumbnailLoader loader =
                            new ThumbnailLoader(
                                    i -> {
                                        read.add(i);
                                        return gradient(i);
                                    },
                                    96,
                                    500,
                                    Runnable::run,
                                    Runnable::run);
                    Stage stage =
                            ControlWindow.show(
                                    ControlStyles.on(new StackPane(grid)), 640, 400, false);
                    grid.setItems(100_000, loader, i -> "number " + i);
                    stage.getScene().getRoot().layout();
                    int cells = grid.cellsInUse();
                    assertThat(cells).isBetween(12, 60);
                    press(grid, KeyCode.END);
                    stage.getScene().getRoot().layout();
                    assertThat(grid.selectedProperty().get()).isEqualTo(99_999);
                    assertThat(grid.cellsInUse()).isLessThanOrEqualTo(cells + 8);
                    assertThat(read).contains(99_999).hasSizeLessThan(200);
                    press(grid, KeyCode.LEFT);
                    assertThat(grid.selectedProperty().get()).isEqualTo(99_998);
                    List<Integer> opened = new ArrayList<>();
                    grid.setOnOpen(opened::add);
                    press(grid, KeyCode.ENTER);
                    assertThat(opened).containsExactly(99_998);
                    ControlWindow.picture(stage.getScene(), "control-grid");
                    stage.close();
                });
    }

    @Test
    void theFormShowsDifferencesProblemsAndLocks() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            ControlWindow.run(
                    () -> {
                        FormState state = new FormState(Recipes.named("shapes_autoencoder").read());
                        ParameterForm form = new ParameterForm(state, Set.of());
                        ParameterForm locked =
                                new ParameterForm(
                                        new FormState(Recipes.named("shapes_diffusion").read()),
                                        Set.of());
                        locked.setRunning(true);
                        locked.setAdvanced(true);
                        HBox root = new HBox(12, form, locked);
                        HBox.setHgrow(form, Priority.ALWAYS);
                        HBox.setHgrow(locked, Priority.ALWAYS);
                        form.setPrefWidth(340);
                        locked.setPrefWidth(340);
                        Stage stage = ControlWindow.show(ControlStyles.on(root), 720, 760, dark);
                        TextField rate = (TextField) form.lookup("#field-training-learning_rate");
                        rate.setText("quick");
                        TextField batch = (TextField) form.lookup("#field-training-batch_size");
                        batch.setText("64");
                        assertThat(state.problems()).hasSize(1);
                        assertThat(form.lookup("#form-problems").isVisible()).isTrue();
                        assertThat(locked.lookup("#field-training-batch_size").isDisabled())
                                .isTrue();
                        assertThat(locked.lookup("#field-training-learning_rate").isDisabled())
                                .isFalse();
                        List<Object> live = new ArrayList<>();
                        locked.setOnLiveEdit((field, value) -> live.add(value));
                        ((TextField) locked.lookup("#field-training-learning_rate"))
                                .setText("5e-4");
                        assertThat(live).containsExactly(5e-4);
                        root.applyCss();
                        root.layout();
                        ControlWindow.picture(
                                stage.getScene(), "control-form-" + (dark ? "dark" : "light"));
                        stage.close();
                    });
        }
    }

    @Test
    void editsOfAFormAreTakenBackByKeysAndWhileARunGoesOnOnlyWhereItTakesThem() throws Exception {
        ControlWindow.run(
                () -> {
                    FormState state = new FormState(Recipes.named("shapes_autoencoder"));
                    ParameterForm form = new ParameterForm(state, Set.of());
                    Stage stage = ControlWindow.show(ControlStyles.on(form), 340, 600, false);
                    TextField rate = (TextField) form.lookup("#field-training-learning_rate");
                    TextField batch = (TextField) form.lookup("#field-training-batch_size");
                    String first = batch.getText();
                    rate.requestFocus();
                    rate.setText("0,004");
                    assertThat(rate.getText()).as("as it was typed").isEqualTo("0,004");
                    assertThat(form.lookup("#field-training-learning_rate-reset")).isNotNull();
                    batch.requestFocus();
                    batch.setText("6");
                    batch.setText("64");
                    assertThat(form.canUndo()).isTrue();
                    shortcut(batch, KeyCode.Z);
                    assertThat(batch.getText()).isEqualTo(first);
                    shortcut(batch, KeyCode.Z);
                    assertThat(state.overrides()).isEmpty();
                    assertThat(form.lookup("#field-training-learning_rate-reset")).isNull();
                    shortcut(batch, KeyCode.Y);
                    shortcut(batch, KeyCode.Y);
                    assertThat(batch.getText()).isEqualTo("64");
                    assertThat(form.canRedo()).isFalse();

                    form.setRunning(true);
                    assertThat(form.canUndo()).as("the batch size is locked").isFalse();
                    List<Object> live = new ArrayList<>();
                    form.setOnLiveEdit((field, value) -> live.add(value));
                    rate.setText("3e-4");
                    shortcut(rate, KeyCode.Z);
                    assertThat(live).as("the run is told of both").containsExactly(3e-4, 0.004);
                    shortcut(rate, KeyCode.Z);
                    assertThat(batch.getText()).isEqualTo("64");
                    stage.close();
                });
    }

    @Test
    void aSectionThatIsFoldedHasNoControlsYetAndIsUnfoldedToShowAField() throws Exception {
        ControlWindow.run(
                () -> {
                    FormState state = new FormState(Recipes.named("shapes_autoencoder"));
                    ParameterForm form = new ParameterForm(state, Set.of());
                    Stage stage = ControlWindow.show(ControlStyles.on(form), 340, 600, false);
                    assertThat(form.lookup("#field-autoencoder-latent_channels")).isNull();
                    form.reveal("autoencoder.latent_channels");
                    TextField channels =
                            (TextField) form.lookup("#field-autoencoder-latent_channels");
                    assertThat(channels.isFocused()).isTrue();
                    channels.setText("8");
                    assertThat(state.overrides()).containsExactly("autoencoder.latent_channels=8");
                    stage.close();
                });
    }

    private static void shortcut(Node target, KeyCode code) {
        target.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false));
    }

    @Test
    void slidersAcceptTypingAndRefuseWhatIsOutside() throws Exception {
        ControlWindow.run(
                () -> {
                    NumberSlider slider =
                            new NumberSlider(1, 100, 1, 50, "Denoiser calls").withId("steps");
                    StepSlider steps = new StepSlider("time");
                    VBox root = new VBox(8, slider, steps);
                    Stage stage = ControlWindow.show(ControlStyles.on(root), 420, 120, false);
                    TextField field = (TextField) slider.lookup("#steps-field");
                    field.setText("30");
                    field.fireEvent(new javafx.event.ActionEvent());
                    assertThat(slider.value()).isEqualTo(30);
                    field.setText("300");
                    field.fireEvent(new javafx.event.ActionEvent());
                    assertThat(slider.value()).isEqualTo(30);
                    press(slider.lookup("#steps-slider"), KeyCode.RIGHT);
                    assertThat(slider.value()).isEqualTo(31);
                    steps.setSteps(List.of(0L, 500L, 1000L));
                    assertThat(steps.stepProperty().get()).isEqualTo(1000);
                    steps.setSteps(List.of(0L, 500L, 1000L, 1500L));
                    assertThat(steps.stepProperty().get()).isEqualTo(1500);
                    press(steps, KeyCode.LEFT);
                    press(steps, KeyCode.LEFT);
                    steps.setSteps(List.of(0L, 500L, 1000L, 1500L, 2000L));
                    assertThat(steps.stepProperty().get()).isEqualTo(500);
                    press(steps, KeyCode.END);
                    assertThat(steps.follows()).isTrue();
                    root.layout();
                    ControlWindow.picture(stage.getScene(), "control-sliders");
                    stage.close();
                });
    }

    @Test
    void theLargeViewFitsZoomsAndNamesThePixel() throws Exception {
        ControlWindow.run(
                () -> {
                    ImagePane pane = new ImagePane();
                    pane.setImage(Pictures.image(gradient(3)));
                    Stage stage =
                            ControlWindow.show(
                                    ControlStyles.on(new StackPane(pane)), 320, 320, false);
                    assertThat(pane.zoom()).isEqualTo(10);
                    assertThat(pane.describe(15, 25)).startsWith("x 1  y 2   R 111  G 8  B 16");
                    press(pane, KeyCode.DIGIT1);
                    assertThat(pane.zoom()).isEqualTo(1);
                    press(pane, KeyCode.DIGIT0);
                    stage.getScene().getRoot().layout();
                    assertThat(pane.zoom()).isEqualTo(10);
                    assertThat(pane.describe(-5, 4)).isEmpty();
                    stage.close();
                });
    }
}
