package ldmstudio.app.screen.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.shell.DividerMemory;
import ldmstudio.app.shell.EmptyState;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.Screen;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** All runs of the workspace: how each stands, and what can be done with it. */
public final class RunsScreen implements Screen {
    private static final long REFRESH_MILLIS = 2000;

    private final AppContext context;
    private final RunTable table = new RunTable();
    private final TextField filter = new TextField();
    private final Label count = new Label();
    private final Label problem = new Label();
    private final RunDetails details;
    private final EmptyState empty;
    private List<RunStatus> all = List.of();

    /** Asked for before the runs were read; null: no run. */
    private @Nullable Path awaited;

    private Subscription refreshing = () -> {};

    public RunsScreen(AppContext context) {
        this.context = context;
        details = new RunDetails(context, this::read);
        empty =
                new EmptyState(
                                MaterialDesignF.FOLDER_OUTLINE,
                                "No runs in this workspace",
                                "Every training gets a folder here with its settings, curves,"
                                        + " pictures and checkpoints.")
                        .withButton(
                                "runs-go-home",
                                "Start one from the home page",
                                () -> context.navigator().show("home"));
    }

    @Override
    public String id() {
        return "runs";
    }

    @Override
    public String title() {
        return "Runs";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignH.HISTORY;
    }

    @Override
    public Node node() {
        filter.setId("runs-filter");
        filter.setPromptText("Filter by name, stage or state");
        filter.setAccessibleText("Filter of the runs");
        filter.setPrefWidth(280);
        filter.setMinWidth(210);
        count.setMinWidth(Region.USE_PREF_SIZE);
        filter.textProperty().addListener((property, old, now) -> refill());
        count.getStyleClass().add("row-text");
        problem.getStyleClass().add("problem-text");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox tools = new HBox(8, filter, problem, space, count);
        tools.setAlignment(Pos.CENTER_LEFT);
        tools.getStyleClass().add("toolbar");
        VBox left = new VBox(tools, table);
        VBox.setVgrow(table, Priority.ALWAYS);
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((property, old, now) -> details.show(now));
        table.setOnOpen(run -> RunLook.open(context, run));
        BorderPane main = new BorderPane(left);
        main.setRight(details.panel());
        SplitPane split = new SplitPane(main, details);
        split.setOrientation(Orientation.HORIZONTAL);
        SplitPane.setResizableWithParent(details, false);
        DividerMemory.attach(split, context.preferences(), "runs", 0.72);
        StackPane page = new StackPane(split, empty);
        empty.setVisible(false);
        split.visibleProperty().bind(empty.visibleProperty().not());
        context.workspace().folderProperty().addListener((property, old, now) -> read());
        context.jobs().changesProperty().addListener((property, old, now) -> read());
        return page;
    }

    @Override
    public void onShown() {
        details.panel().shown();
        refreshing =
                context.clockwork()
                        .every(REFRESH_MILLIS, this::read)
                        .and(
                                context.sampler()
                                        .register(FrameSampler.TEXT_HZ, details.panel()::tick));
    }

    @Override
    public void onHidden() {
        refreshing.unsubscribe();
        details.panel().hidden();
    }

    @Override
    public boolean open(OpenRequest request) {
        if (!(request instanceof OpenRequest.Run run)) {
            return false;
        }
        filter.clear();
        awaited = run.folder();
        table.select(run.folder());
        return true;
    }

    private void read() {
        Path folder = context.workspace().runs();
        context.runner()
                .run("Read the runs", progress -> context.catalog().list(folder))
                .onSuccess(
                        runs -> {
                            problem.setText("");
                            table.read();
                            empty.setVisible(runs.isEmpty());
                            if (!runs.equals(all)) {
                                all = runs;
                                refill();
                            }
                        })
                .onFailure(e -> problem.setText(Failures.message(e)));
    }

    private void refill() {
        String wanted = filter.getText().strip().toLowerCase(Locale.ROOT);
        List<RunStatus> shown = all.stream().filter(run -> matches(run, wanted)).toList();
        @Nullable RunStatus before = table.getSelectionModel().getSelectedItem();
        table.fill(shown);
        Path asked = awaited;
        if (asked != null && shown.stream().anyMatch(run -> run.folder().equals(asked))) {
            awaited = null;
            table.select(asked);
        } else if (before != null) {
            table.select(before.folder());
        } else if (!shown.isEmpty()) {
            table.getSelectionModel().select(0);
        }
        count.setText(
                shown.size() == all.size()
                        ? all.size() + (all.size() == 1 ? " run" : " runs")
                        : shown.size() + " of " + all.size() + " runs");
    }

    private static boolean matches(RunStatus run, String wanted) {
        String text =
                run.name() + " " + RunLook.stageName(run.stage()) + " " + RunLook.word(run.state());
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
