package ldmstudio.app.screen.compare;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.screen.compare.microscope.MicroscopeView;
import ldmstudio.app.screen.compare.microscope.MicroscopeViewModel;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.engine.config.SamplingConfig;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Layout of the Compare page. */
final class CompareView {
    private final CompareViewModel model;
    private final MenuButton add = new MenuButton("Add a pane", new FontIcon(MaterialDesignP.PLUS));
    private final PicturesView pictures;
    private final LinkedPanel settings;
    private final MicroscopeViewModel microscope;
    private final MicroscopeView microscopeView;
    private final SegmentedChoice<Tab> tab =
            new SegmentedChoice<>(
                    List.of(Tab.values()),
                    Tab.PICTURES,
                    Tab::label,
                    t -> "compare-tab-" + t.name().toLowerCase(Locale.ROOT));
    private final BorderPane content = new BorderPane();
    private final SplitPane panes;
    private final StackPane root;

    /** The two halves of the page. */
    enum Tab {
        PICTURES("Pictures"),
        MICROSCOPE("Sampler microscope");

        private final String label;

        Tab(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    CompareView(
            CompareViewModel model,
            MicroscopeViewModel microscope,
            ModelChoices choices,
            AppContext context) {
        this.model = model;
        this.microscope = microscope;
        ModelMenu models = new ModelMenu(choices, () -> add.getScene().getWindow());
        PaneMenus menus =
                new PaneMenus(
                        model, models, context, () -> add.getScene().getWindow(), this::openSteps);
        add.setId("compare-add");
        add.getStyleClass().add("small");
        add.setTooltip(new Tooltip("Alt+A: a run, a checkpoint, a file or a picture"));
        add.setOnShowing(e -> add.getItems().setAll(menus.additions()));
        // A menu without items does not open, and so would never be filled.
        add.getItems().setAll(new MenuItem(""));
        choices.choices()
                .addListener(
                        (javafx.collections.ListChangeListener<ModelChoices.Choice>)
                                change -> {
                                    if (add.isShowing()) {
                                        add.getItems().setAll(menus.additions());
                                    }
                                });
        pictures = new PicturesView(model, menus, this::openAdd);
        settings = new LinkedPanel(model);
        HBox top = new HBox(12, tab, add);
        top.setAlignment(Pos.CENTER_LEFT);
        top.setPadding(new Insets(8, 12, 0, 12));
        SplitPane split = new SplitPane(pictures, settings.root());
        DividerMemory.attach(split, context.preferences(), "compare", 0.72);
        SplitPane.setResizableWithParent(settings.root(), false);
        panes = split;
        microscopeView = new MicroscopeView(microscope, models);
        content.setTop(top);
        tab.valueProperty().addListener((o, was, is) -> showTab());
        root = ControlStyles.on(new StackPane(content));
        root.setId("compare-screen");
        root.setOnDragOver(CompareView::dragOver);
        root.setOnDragDropped(this::dropped);
        showTab();
    }

    Parent root() {
        return root;
    }

    private void showTab() {
        boolean pictures = tab.valueProperty().get() == Tab.PICTURES;
        content.setCenter(pictures ? panes : microscopeView.root());
        add.setVisible(pictures);
        if (root.getScene() != null) {
            ask();
        }
    }

    /** The fields can offer what the models know as soon as these have said so. */
    void ask() {
        if (showsMicroscope()) {
            microscope.ask();
        } else {
            model.ask();
        }
    }

    boolean showsMicroscope() {
        return tab.valueProperty().get() == Tab.MICROSCOPE;
    }

    void show(Tab wanted) {
        tab.valueProperty().set(wanted);
    }

    /** Shows how a pane's first picture came to be. */
    private void openSteps(PaneSpec pane) {
        ModelKnowledge known =
                model.knowledge(pane)
                        .orElse(
                                new ModelKnowledge(
                                        List.of(), true, List.of(), SamplingConfig.defaults()));
        CompareState state = model.state();
        SamplingConfig how = PaneSettings.of(state, pane, known, 0, ".").how();
        microscope.begin(
                Path.of(pane.model()),
                pane.name(),
                state.value(pane, SharedValue.PROMPT).lines().findFirst().orElse(""),
                state.value(pane, SharedValue.NEGATIVE_PROMPT),
                state.value(pane, SharedValue.CLASS),
                how);
        show(Tab.MICROSCOPE);
    }

    void openAdd() {
        add.requestFocus();
        add.show();
    }

    /** Called about 15 times a second while shown. */
    void sample() {
        long now = System.nanoTime();
        if (showsMicroscope()) {
            microscopeView.sample();
        } else {
            model.tick(now);
            pictures.refresh(now);
            settings.refresh();
        }
    }

    private static void dragOver(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        model.take(e.getDragboard().getFiles().stream().map(File::toPath).toList());
        e.setDropCompleted(true);
        e.consume();
    }
}
