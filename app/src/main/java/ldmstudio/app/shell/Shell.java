package ldmstudio.app.shell;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.CommandPalette;
import ldmstudio.app.jobs.JobsBar;
import ldmstudio.app.jobs.QueuePanel;
import ldmstudio.app.notify.NotificationPanel;
import ldmstudio.app.notify.ToastPane;
import ldmstudio.app.theme.InterfaceScale;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/** The frame of the window: rail left, bar on top, jobs below, the screen in the middle. */
public final class Shell {
    private final StackPane root = new StackPane();
    private final ScaledRoot scaled;
    private final CommandPalette palette;
    private final NotificationPanel panel;
    private final ScreenHost host;
    private final ToastPane toasts;
    private final QueuePanel queue;
    private final ClosePrompt closePrompt;

    public Shell(AppContext context, ScreenHost host, WorkspaceChooser chooser) {
        this.host = host;
        palette = new CommandPalette(context.actions());
        panel = new NotificationPanel(context.notifications(), this::togglePanel);
        toasts = new ToastPane(context.notifications());
        show(panel, false);
        queue = new QueuePanel(context.jobs(), this::toggleQueue);
        show(queue, false);
        closePrompt = new ClosePrompt(context);
        context.actions()
                .addAll(new ShellActions(context, host, chooser, palette, this::togglePanel).all());

        BorderPane frame = new BorderPane();
        frame.setId("frame");
        InterfaceScale scale = context.theme().scale();
        scaled = new ScaledRoot(root, scale);
        frame.setLeft(new NavigationRail(host));
        BorderPane page = new BorderPane(new RoomToScroll(host.area(), scale));
        page.setTop(new TopBar(context, host, chooser, bell()));
        frame.setCenter(page);
        frame.setBottom(
                new JobsBar(
                        context.jobs(),
                        host,
                        context.sampler(),
                        context.notifications(),
                        this::toggleQueue));

        // The open history shows the same cards; twice would only hide the page.
        toasts.visibleProperty().bind(panel.visibleProperty().or(queue.visibleProperty()).not());
        // At the right they would cover the button that every page has there: Draw, Train, Render.
        StackPane.setAlignment(toasts, Pos.BOTTOM_LEFT);
        StackPane.setMargin(toasts, new Insets(0, 0, 56, 104));
        StackPane.setAlignment(panel, Pos.TOP_RIGHT);
        StackPane.setMargin(panel, new Insets(48, 0, 40, 0));
        root.getStyleClass().add("studio");
        StackPane.setAlignment(queue, Pos.TOP_RIGHT);
        StackPane.setMargin(queue, new Insets(48, 0, 40, 0));
        root.getChildren().addAll(frame, toasts, panel, queue, palette, closePrompt);
        root.addEventHandler(KeyEvent.KEY_PRESSED, context.actions()::handle);
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> resize(event, scale));
    }

    /** All of the window, as large as it was chosen. */
    public Parent scaledRoot() {
        return scaled;
    }

    /** Shows the screen of the last session, or home. */
    public void showFirst(String remembered) {
        host.show(host.has(remembered) ? remembered : "home");
    }

    /** Before a picture or a field takes the key: with Ctrl it means the window everywhere. */
    private static void resize(KeyEvent event, InterfaceScale scale) {
        if (!event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case PLUS, EQUALS, ADD -> scale.larger();
            case MINUS, SUBTRACT -> scale.smaller();
            case DIGIT0, NUMPAD0 -> scale.choose(InterfaceScale.CHOICES.get(0));
            default -> {
                return;
            }
        }
        event.consume();
    }

    private Button bell() {
        Button bell = new Button(null, new FontIcon(MaterialDesignB.BELL_OUTLINE));
        bell.setId("bell");
        bell.getStyleClass().addAll("flat", "icon-button");
        bell.setTooltip(new Tooltip("Notifications"));
        bell.setAccessibleText("Notifications");
        bell.setOnAction(event -> togglePanel());
        return bell;
    }

    /** Asks what becomes of the running training; {@code close} closes the window. */
    public void askAboutJobs(Runnable close) {
        closePrompt.ask(close);
    }

    private void togglePanel() {
        show(panel, !panel.isVisible());
        show(queue, false);
    }

    private void toggleQueue() {
        show(queue, !queue.isVisible());
        show(panel, false);
    }

    private static void show(Node node, boolean visible) {
        node.setManaged(visible);
        node.setVisible(visible);
    }
}
