package ldmstudio.app.screen.home;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.FoldingBar;
import ldmstudio.app.control.WholeText;
import ldmstudio.app.screen.runs.RunLook;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.Screen;
import ldmstudio.app.shell.WorkspaceChooser;
import ldmstudio.app.text.Readable;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.RunStatus;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** A few doors, each one click to something moving; below them the recent runs and workspaces. */
public final class HomeScreen implements Screen {
    private static final double GAP = 16;
    private static final double LEAST_DOOR = 190;
    private static final int RUNS = 6;
    private static final double DOOR_HEIGHT = 192;
    private static final long REFRESH_MILLIS = 3000;

    private final AppContext context;
    private final FirstRuns firstRuns;
    private final WorkspaceChooser chooser;
    private final VBox runs = new VBox();
    private final VBox workspaces = new VBox();
    private List<RunStatus> shown = List.of();
    private Subscription refreshing = () -> {};

    public HomeScreen(AppContext context) {
        this.context = context;
        this.firstRuns = new FirstRuns(context);
        this.chooser =
                new WorkspaceChooser(
                        context.workspace(), context.notifications(), context.runner());
    }

    @Override
    public String id() {
        return "home";
    }

    @Override
    public String title() {
        return "Home";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignH.HOME_OUTLINE;
    }

    @Override
    public Node node() {
        Label title = new Label("From pictures to new pictures");
        title.getStyleClass().add("home-title");
        Label words =
                new Label(
                        "Train an autoencoder, then a diffusion model on what it sees, and draw new"
                                + " pictures. Everything stays on this machine.");
        words.getStyleClass().add("empty-text");
        words.setWrapText(true);
        FlowPane doors =
                new FlowPane(
                        GAP,
                        GAP,
                        door(
                                "door-quick",
                                MaterialDesignR.ROCKET_LAUNCH_OUTLINE,
                                "Quick start",
                                "Both stages on built-in shapes, until there are new pictures.",
                                firstRuns::quickStart),
                        door(
                                "door-shapes",
                                MaterialDesignS.SHAPE_OUTLINE,
                                "Train on shapes",
                                "Start an autoencoder now; watch it and change it while it learns.",
                                firstRuns::trainOnShapes),
                        door(
                                "door-pictures",
                                MaterialDesignI.IMAGE_MULTIPLE_OUTLINE,
                                "Open my pictures",
                                "Choose a folder, look at what is in it, then train on it.",
                                this::openPictures));
        if (DemoModel.builtIn().isShipped()) {
            doors.getChildren()
                    .add(
                            0,
                            door(
                                    "door-demo",
                                    MaterialDesignC.CREATION,
                                    "Try the demo model",
                                    "Type what is to be seen: a small model that draws scenes"
                                            + " comes with the studio.",
                                    () -> firstRuns.tryDemo(runs.getScene())));
        }
        doors.getStyleClass().add("doors");
        for (Node door : doors.getChildren()) {
            ((Region) door)
                    .prefWidthProperty()
                    .bind(
                            Bindings.createDoubleBinding(
                                    () -> doorWidth(doors.getWidth(), doors.getChildren().size()),
                                    doors.widthProperty()));
        }
        VBox recentRuns = new VBox(heading("Recent runs"), runs);
        VBox recentFolders = new VBox(heading("Workspaces"), workspaces);
        recentRuns.setPrefWidth(480);
        recentRuns.getStyleClass().add("home-list");
        recentFolders.getStyleClass().add("home-list");
        recentFolders.setMinWidth(312);
        recentFolders.setPrefWidth(312);
        recentFolders.setMaxWidth(312);
        FoldingBar lists = new FoldingBar(recentRuns, recentFolders, GAP);
        lists.getStyleClass().add("doors");

        VBox page = new VBox(title, words, doors, lists);
        page.setId("home");
        page.getStyleClass().add("home");
        page.setMaxWidth(968);
        HBox centred = new HBox(page);
        centred.setAlignment(Pos.TOP_CENTER);
        HBox.setHgrow(page, Priority.ALWAYS);
        ScrollPane scroll = new ScrollPane(centred);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        showRuns(List.of());
        context.workspace()
                .folderProperty()
                .subscribe(
                        folder -> {
                            showWorkspaces();
                            read();
                        });
        return scroll;
    }

    /** All in one row where each has room for its words, else in rows of two. */
    private static double doorWidth(double width, int doors) {
        int columns = width < doors * LEAST_DOOR + (doors - 1) * GAP ? 2 : doors;
        return Math.max(LEAST_DOOR, Math.floor((width - (columns - 1) * GAP) / columns));
    }

    @Override
    public void onShown() {
        refreshing = context.clockwork().every(REFRESH_MILLIS, this::read);
    }

    @Override
    public void onHidden() {
        refreshing.unsubscribe();
    }

    private void read() {
        Path folder = context.workspace().runs();
        context.runner()
                .run("Read the runs", progress -> context.catalog().list(folder))
                .onSuccess(
                        all -> {
                            List<RunStatus> newest = all.stream().limit(RUNS).toList();
                            if (!newest.equals(shown)) {
                                showRuns(newest);
                            }
                        });
    }

    private void showRuns(List<RunStatus> newest) {
        shown = newest;
        runs.getChildren().clear();
        for (RunStatus run : newest) {
            runs.getChildren().add(runRow(run));
        }
        if (newest.isEmpty()) {
            runs.getChildren()
                    .add(
                            hint(
                                    "No runs yet in "
                                            + context.workspace().folder()
                                            + ". What you train appears here, with its curves,"
                                            + " pictures and checkpoints."));
        }
    }

    private Button runRow(RunStatus run) {
        Label name = WholeText.told(new Label(run.name()));
        name.getStyleClass().add("row-name");
        Label state = new Label(RunLook.stageName(run.stage()) + " · " + RunLook.word(run.state()));
        state.getStyleClass().add("row-text");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label step = new Label(Readable.steps(run.step(), run.totalSteps()));
        step.getStyleClass().add("row-text");
        Label ago = new Label(Readable.ago(run.updatedAt(), Instant.now()));
        ago.getStyleClass().add("row-text");
        step.setMinWidth(Region.USE_PREF_SIZE);
        ago.setMinWidth(88);
        ago.setAlignment(Pos.CENTER_RIGHT);
        HBox row = new HBox(8, RunLook.icon(run.state()), name, state, space, step, ago);
        return row(row, () -> RunLook.open(context, run));
    }

    private void showWorkspaces() {
        workspaces.getChildren().clear();
        Path now = context.workspace().folder();
        workspaces.getChildren().add(workspaceRow(now, true));
        for (String recent : context.preferences().settings().recentWorkspaces()) {
            if (!Path.of(recent).equals(now)) {
                workspaces.getChildren().add(workspaceRow(Path.of(recent), false));
            }
        }
        Button other =
                new Button(
                        "Open another folder…", new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE));
        other.getStyleClass().add("row-button");
        other.setMaxWidth(Double.MAX_VALUE);
        other.setOnAction(event -> chooser.choose(other.getScene().getWindow()));
        workspaces.getChildren().add(other);
    }

    private Button workspaceRow(Path folder, boolean current) {
        Label name = new Label(String.valueOf(folder.getFileName()));
        name.getStyleClass().add("row-name");
        Label path = new Label(current ? "this one" : String.valueOf(folder.getParent()));
        path.getStyleClass().add("row-text");
        HBox row = new HBox(8, new FontIcon(MaterialDesignF.FOLDER_OUTLINE), name, path);
        return row(row, () -> chooser.open(folder));
    }

    private void openPictures() {
        DirectoryChooser dialog = new DirectoryChooser();
        dialog.setTitle("Choose a folder of pictures");
        File chosen = dialog.showDialog(runs.getScene().getWindow());
        if (chosen != null) {
            context.navigator().show("datasets", new OpenRequest.Pictures(chosen.toPath()));
        }
    }

    private static Button door(String id, Ikon icon, String title, String text, Runnable action) {
        Label heading = new Label(title);
        heading.getStyleClass().add("door-title");
        Label words = new Label(text);
        words.getStyleClass().add("door-text");
        words.setWrapText(true);
        VBox content = new VBox(8, new FontIcon(icon), heading, words);
        content.setAlignment(Pos.TOP_LEFT);
        Button door = new Button(null, content);
        door.setId(id);
        door.setAccessibleText(title + ". " + text);
        door.getStyleClass().add("door");
        door.setMaxWidth(Double.MAX_VALUE);
        // A wrapped text inside a button would ask for the height of its narrowest form.
        door.setMinHeight(DOOR_HEIGHT);
        door.setPrefHeight(DOOR_HEIGHT);
        door.setMaxHeight(DOOR_HEIGHT);
        content.prefWidthProperty().bind(door.widthProperty().subtract(48));
        content.maxWidthProperty().bind(door.widthProperty().subtract(48));
        door.setOnAction(event -> action.run());
        return door;
    }

    private static Button row(HBox content, Runnable action) {
        content.setAlignment(Pos.CENTER_LEFT);
        Button row = new Button(null, content);
        row.setAccessibleText(
                content.getChildren().stream()
                        .filter(Label.class::isInstance)
                        .map(part -> ((Label) part).getText())
                        .collect(java.util.stream.Collectors.joining(", ")));
        row.getStyleClass().add("row-button");
        row.setMaxWidth(Double.MAX_VALUE);
        content.prefWidthProperty().bind(row.widthProperty().subtract(24));
        row.setOnAction(event -> action.run());
        return row;
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("section-title");
        return label;
    }

    private static Label hint(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("empty-text");
        return label;
    }
}
