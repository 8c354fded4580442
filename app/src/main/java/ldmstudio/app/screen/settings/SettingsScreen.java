package ldmstudio.app.screen.settings;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.shell.Screen;
import ldmstudio.app.shell.WorkspaceChooser;
import ldmstudio.app.theme.InterfaceScale;
import ldmstudio.app.theme.ThemeChoice;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** What holds for the whole studio. */
public final class SettingsScreen implements Screen {
    private final AppContext context;
    private final WorkspaceChooser chooser;
    private final DeviceReport devices;

    public SettingsScreen(AppContext context) {
        this.context = context;
        this.chooser =
                new WorkspaceChooser(
                        context.workspace(), context.notifications(), context.runner());
        this.devices = new DeviceReport(context);
    }

    @Override
    public String id() {
        return "settings";
    }

    @Override
    public String title() {
        return "Settings";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignC.COG_OUTLINE;
    }

    @Override
    public Node node() {
        VBox page =
                new VBox(
                        section(
                                "Appearance",
                                row("Theme", "", theme()),
                                row(
                                        "Size",
                                        "Of everything in the window. Also with Ctrl and +, − or 0. What a"
                                                + " small window has no room for then scrolls.",
                                        size())),
                        section(
                                "Workspace",
                                row(
                                        "Folder",
                                        "Runs, cached latents and the queue are kept here.",
                                        workspace())),
                        section(
                                "Training",
                                row(
                                        "Threads",
                                        "For runs whose recipe leaves it open; 0 takes every core."
                                                + " Holds for trainings started from now on.",
                                        threads())),
                        section("This machine", devices.node()),
                        section("About", about()));
        page.setId("settings");
        page.getStyleClass().add("settings");
        page.setMaxWidth(816);
        HBox centred = new HBox(page);
        centred.setAlignment(Pos.TOP_CENTER);
        HBox.setHgrow(page, Priority.ALWAYS);
        ScrollPane scroll = new ScrollPane(centred);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    @Override
    public void onShown() {
        devices.ask();
    }

    private Node theme() {
        ToggleGroup group = new ToggleGroup();
        HBox buttons = new HBox();
        ThemeChoice[] choices = ThemeChoice.values();
        for (int i = 0; i < choices.length; i++) {
            ThemeChoice choice = choices[i];
            ToggleButton button = new ToggleButton(choice.label());
            button.setId("theme-" + choice.name().toLowerCase(java.util.Locale.ROOT));
            button.getStyleClass()
                    .add(
                            i == 0
                                    ? "left-pill"
                                    : i == choices.length - 1 ? "right-pill" : "center-pill");
            button.setToggleGroup(group);
            button.setSelected(context.theme().choice() == choice);
            // Arrow keys choose within a group without pressing a button.
            button.selectedProperty()
                    .addListener(
                            (property, old, now) -> {
                                if (now && context.theme().choice() != choice) {
                                    context.theme().choose(choice);
                                    context.preferences().update(s -> s.withTheme(choice));
                                }
                            });
            // A second click on the chosen one must not leave nothing chosen.
            button.setOnAction(event -> button.setSelected(true));
            context.theme()
                    .choiceProperty()
                    .addListener((property, old, now) -> button.setSelected(now == choice));
            buttons.getChildren().add(button);
        }
        return buttons;
    }

    private Node size() {
        InterfaceScale scale = context.theme().scale();
        SegmentedChoice<Integer> choice =
                new SegmentedChoice<>(
                        InterfaceScale.CHOICES,
                        scale.percent(),
                        percent -> percent + " %",
                        percent -> "scale-" + percent);
        choice.valueProperty().addListener((property, old, now) -> scale.choose(now));
        scale.percentProperty().subscribe(now -> choice.valueProperty().set(now.intValue()));
        return choice;
    }

    private Node workspace() {
        Label path = new Label();
        path.getStyleClass().add("mono");
        path.setMinWidth(0);
        WholeText.told(path);
        context.workspace().folderProperty().subscribe(folder -> path.setText(folder.toString()));
        Button choose = new Button("Change…");
        choose.setId("settings-workspace");
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setOnAction(event -> chooser.choose(choose.getScene().getWindow()));
        Button reveal = new Button("Show");
        reveal.setMinWidth(Region.USE_PREF_SIZE);
        reveal.setOnAction(event -> chooser.reveal(context.workspace().folder()));
        HBox row = new HBox(8, path, choose, reveal);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node threads() {
        Spinner<Integer> spinner =
                new Spinner<>(0, 1024, context.preferences().settings().threads());
        spinner.setId("settings-threads");
        spinner.setAccessibleText("Threads");
        spinner.getEditor().setAccessibleText("Threads");
        spinner.setEditable(true);
        spinner.setPrefWidth(104);
        spinner.valueProperty()
                .addListener(
                        (property, old, now) -> {
                            if (now != null) {
                                context.preferences().update(s -> s.withThreads(now));
                            }
                        });
        return spinner;
    }

    private Node about() {
        Label text =
                new Label(
                        "LDM Studio trains and samples whole latent diffusion models on this machine."
                                + " No account, no upload.\nSettings: "
                                + context.preferences().file());
        text.setWrapText(true);
        text.getStyleClass().add("row-text");
        return text;
    }

    private static VBox section(String title, Node... content) {
        Label heading = new Label(title);
        heading.getStyleClass().add("section-title");
        VBox box = new VBox(8, heading);
        box.getChildren().addAll(content);
        box.getStyleClass().add("settings-section");
        return box;
    }

    private static Node row(String label, String help, Node control) {
        Label name = new Label(label);
        VBox words = new VBox(2, name);
        if (!help.isEmpty()) {
            Label text = new Label(help);
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            text.getStyleClass().add("row-text");
            words.getChildren().add(text);
        }
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(280);
        words.setPrefWidth(280);
        words.setMaxWidth(280);
        HBox row = new HBox(24, words, control);
        HBox.setHgrow(control, Priority.ALWAYS);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
