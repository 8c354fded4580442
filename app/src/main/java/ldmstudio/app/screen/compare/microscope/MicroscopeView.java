package ldmstudio.app.screen.compare.microscope;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.client.ShippedModel;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.screen.compare.ModelMenu;
import ldmstudio.app.screen.compare.Viewport;
import ldmstudio.app.screen.compare.ViewportPane;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.Kind;
import ldmstudio.app.screen.compare.microscope.MicroscopeViewModel.Phase;
import ldmstudio.app.screen.playground.SamplerNames;
import ldmstudio.app.shell.EmptyState;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Layout of the microscope: strips above, one state large and the distance below. */
public final class MicroscopeView {
    private final MicroscopeViewModel model;
    private final StepStrip trunk;
    private final StepStrip branch;
    private final Slider slider = new Slider(0, 1, 0);
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final SegmentedChoice<StepPicture.Kind> kind =
            new SegmentedChoice<>(
                    List.of(StepPicture.Kind.values()),
                    StepPicture.Kind.PREDICTED,
                    StepPicture.Kind::label,
                    k -> "microscope-see-" + k.name().toLowerCase(Locale.ROOT));
    private final ViewportPane first;
    private final ViewportPane second;
    private final VBox secondBox;
    private final DistanceChart chart = new DistanceChart();
    private final BorderPane centre = new BorderPane();
    private final Node seen;
    private final SplitPane root;
    private boolean filling;

    public MicroscopeView(MicroscopeViewModel model, ModelMenu menu) {
        this.model = model;
        trunk = new StepStrip("microscope-trunk", "First way", model::look);
        branch = new StepStrip("microscope-branch", "Other way", model::look);
        Viewport viewport = new Viewport();
        first = new ViewportPane(viewport);
        first.setId("microscope-first");
        first.setAccessibleText("State of the first way");
        second = new ViewportPane(viewport);
        second.setId("microscope-second");
        second.setAccessibleText("State of the other way");
        VBox firstBox = new VBox(3, new Label("First way"), first);
        secondBox = new VBox(3, new Label("Other way"), second);
        for (VBox box : List.of(firstBox, secondBox)) {
            HBox.setHgrow(box, Priority.ALWAYS);
            box.setPrefWidth(200);
        }
        VBox.setVgrow(first, Priority.ALWAYS);
        VBox.setVgrow(second, Priority.ALWAYS);
        chart.setPrefWidth(300);
        HBox.setHgrow(chart, Priority.ALWAYS);
        HBox below = new HBox(12, firstBox, secondBox, chart);
        VBox.setVgrow(below, Priority.ALWAYS);
        VBox all = new VBox(8, trunk, branch, stepLine(), below);
        all.setPadding(new Insets(8, 12, 8, 12));
        // Two strips and two pictures are higher than a small window.
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("plain-scroll", "edge-to-edge");
        seen = scroll;
        root = new SplitPane(centre, new MicroscopePanel(model, menu).root());
        root.setDividerPositions(0.72);
        SplitPane.setResizableWithParent(root.getItems().get(1), false);
        root.setId("microscope");
        model.phaseProperty().addListener((o, was, is) -> show());
        model.stepProperty().addListener((o, was, is) -> sample());
        kind.valueProperty().addListener((o, was, is) -> sample());
        show();
    }

    public Node root() {
        return root;
    }

    private Node stepLine() {
        slider.setId("microscope-step");
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setPrefWidth(220);
        slider.getStyleClass().add("small");
        slider.setAccessibleText("Step that is looked at");
        slider.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!filling) {
                                model.look((int) Math.rint(is.doubleValue()));
                            }
                        });
        words.setId("microscope-words");
        WholeText.told(words);
        words.getStyleClass().add("text-small");
        words.setMinWidth(0);
        bar.setPrefWidth(90);
        bar.getStyleClass().add("small");
        Button here = new Button("Branch here", new FontIcon(MaterialDesignS.SOURCE_BRANCH));
        here.setId("microscope-branch-here");
        here.getStyleClass().add("small");
        here.setMinWidth(Region.USE_PREF_SIZE);
        here.setTooltip(new Tooltip("Alt+B: another way goes on from this state"));
        here.setOnAction(e -> model.branchHere());
        HBox top = new HBox(10, slider, kind, here, bar);
        top.setAlignment(Pos.CENTER_LEFT);
        return new VBox(4, top, words);
    }

    private void show() {
        Phase phase = model.phaseProperty().get();
        boolean any = model.trunk().size() > 0;
        if (phase == Phase.FAILED) {
            MicroscopeViewModel.Trouble trouble = model.trouble();
            centre.setCenter(
                    new EmptyState(
                                    MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                                    "The sampling could not be followed",
                                    trouble.words()
                                            + (trouble.hint().isEmpty()
                                                    ? ""
                                                    : " " + trouble.hint()))
                            .withButton("microscope-retry", "Try again", model::follow)
                            .withDetails(
                                    Notification.error("Microscope", trouble.words())
                                            .withDetails(trouble.details())));
        } else if (any || phase == Phase.FOLLOWING) {
            centre.setCenter(seen);
        } else {
            centre.setCenter(empty(phase));
        }
        sample();
    }

    private Node empty(Phase phase) {
        if (phase == Phase.LOADING || phase == Phase.ASKING) {
            return new EmptyState(
                    MaterialDesignM.MICROSCOPE,
                    "Loading the model…",
                    phase == Phase.LOADING
                            ? "The first state appears as soon as it is there."
                            : "It says what it knows: classes, samplers and its own settings. Follow"
                                    + " (Ctrl+Enter) can be pressed already.");
        }
        boolean chosen = !model.form().model().isEmpty();
        EmptyState empty =
                new EmptyState(
                        MaterialDesignM.MICROSCOPE,
                        phase == Phase.CANCELLED ? "Cancelled" : "How a picture comes to be",
                        (chosen ? "Press" : "Choose a model and press")
                                + " Follow (Ctrl+Enter). Every step appears here: the noisy state"
                                + " as colours, what it decodes to, and the picture that the"
                                + " network believes in. Then hold two samplers against each"
                                + " other, or branch off at any step.");
        if (chosen) {
            return empty.withButton("microscope-begin", "Follow", model::follow);
        }
        ShippedModel.folder()
                .ifPresent(
                        demo ->
                                empty.withButton(
                                        "microscope-demo",
                                        "Look at the demo model",
                                        () -> model.beginWith(demo, ShippedModel.NAME)));
        return empty;
    }

    /** Takes over what has been followed meanwhile; about 15 times a second while shown. */
    public void sample() {
        if (centre.getCenter() != seen) {
            if (model.trunk().size() > 0 && model.phaseProperty().get() == Phase.FOLLOWING) {
                centre.setCenter(seen);
            }
            return;
        }
        model.tick();
        List<StepPicture> states = model.trunk().states();
        List<StepPicture> others = model.branch().states();
        MicroscopeForm form = model.followed();
        int step = model.stepProperty().get();
        int total = Math.max(1, states.isEmpty() ? 1 : states.get(0).total());
        if (!others.isEmpty()) {
            total = Math.max(total, others.get(0).total());
        }
        filling = true;
        slider.setMax(total);
        slider.setValue(step);
        filling = false;
        trunk.show(states, 0, step, title("First way", form.first()));
        boolean two = form.kind() != Kind.ALONE || !others.isEmpty();
        int before = others.isEmpty() ? 0 : Math.max(0, others.get(0).step());
        branch.show(
                others,
                before,
                step,
                title(
                        form.kind() == Kind.BRANCH
                                ? "Branch after step " + form.branchAt()
                                : "Other way",
                        form.second()));
        for (Node node : List.of(branch, secondBox, chart)) {
            node.setVisible(two);
            node.setManaged(two);
        }
        Optional<StepPicture> at = model.trunk().at(step);
        Optional<StepPicture> otherAt = model.branch().at(step);
        first.setImage(at.map(state -> state.picture(kind.valueProperty().get())).orElse(null));
        second.setImage(
                otherAt.map(state -> state.picture(kind.valueProperty().get())).orElse(null));
        chart.show(others, form.kind() == Kind.BRANCH ? form.branchAt() : 0);
        boolean busy = model.busy();
        bar.setVisible(busy);
        bar.setProgress(
                states.isEmpty()
                        ? -1
                        : (double) (states.size() + others.size()) / (total + 1) / (two ? 2 : 1));
        words.setText(at.map(StepPicture::words).orElse("") + apart(otherAt));
    }

    private static String apart(Optional<StepPicture> state) {
        return state.filter(one -> one.distance() >= 0)
                .map(
                        one ->
                                String.format(
                                        Locale.ROOT,
                                        "   ·   distance of x_t %.3f, of x̂0 %.3f",
                                        one.distance(),
                                        one.predictedDistance()))
                .orElse("");
    }

    private static String title(String name, MicroscopeForm.WaySettings way) {
        return name
                + ":  "
                + way.steps()
                + " × "
                + SamplerNames.of(way.sampler())
                + ", guidance "
                + ldmstudio.app.control.NumberText.of(way.guidance());
    }
}
