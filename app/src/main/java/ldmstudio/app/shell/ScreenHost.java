package ldmstudio.app.shell;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.notify.Notification;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows one screen at a time and builds each when it is first needed. Building one takes longer
 * than a person should wait for an answer, so the page's name is painted first. A screen that
 * cannot be built shows why in its place; the others go on.
 */
public final class ScreenHost implements Navigator {
    private static final Logger LOG = LoggerFactory.getLogger(ScreenHost.class);

    private final StackPane area = new StackPane();
    private final Map<String, Screen> screens = new LinkedHashMap<>();
    private final Map<String, String> formerly = new HashMap<>();
    private final Map<String, Node> built = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<@Nullable Screen> current =
            new ReadOnlyObjectWrapper<>(this, "current");

    private final BiConsumer<Node, Runnable> later;
    private boolean opening;

    /**
     * @param later runs something after the next frame of the node's window
     */
    public ScreenHost(BiConsumer<Node, Runnable> later) {
        this.later = later;
        area.setId("screen-area");
        area.getStyleClass().add("screen-area");
    }

    /** Takes the screens, in the order of the rail. */
    public void install(List<Screen> list) {
        for (Screen screen : list) {
            screens.put(screen.id(), screen);
            screen.formerIds().forEach(former -> formerly.put(former, screen.id()));
        }
    }

    public List<Screen> screens() {
        return List.copyOf(screens.values());
    }

    /** Where the visible screen is. */
    public Node area() {
        return area;
    }

    public ReadOnlyObjectProperty<@Nullable Screen> currentProperty() {
        return current.getReadOnlyProperty();
    }

    public boolean has(String screenId) {
        return screens.containsKey(now(screenId));
    }

    @Override
    public String current() {
        Screen screen = current.get();
        return screen == null ? "" : screen.id();
    }

    private String now(String screenId) {
        return formerly.getOrDefault(screenId, screenId);
    }

    @Override
    public void show(String asked) {
        String screenId = now(asked);
        Screen next = screens.get(screenId);
        Screen previous = current.get();
        if (next == null || next == previous) {
            return;
        }
        leave(previous);
        current.set(next);
        if (built.containsKey(screenId)) {
            enter(next);
            return;
        }
        opening = true;
        area.getChildren().setAll(announcement(next));
        later.accept(
                area,
                () -> {
                    if (opening && current.get() == next) {
                        enter(next);
                    }
                });
    }

    private void leave(@Nullable Screen screen) {
        // A page that was only announced has never been shown.
        if (screen != null && !opening) {
            screen.onHidden();
        }
        opening = false;
    }

    private void enter(Screen screen) {
        opening = false;
        Node node = built.computeIfAbsent(screen.id(), id -> build(screen));
        area.getChildren().setAll(node);
        screen.onShown();
    }

    private static Node announcement(Screen screen) {
        EmptyState words = new EmptyState(screen.icon(), screen.title(), "");
        words.setId("screen-opening");
        return words;
    }

    @Override
    public void show(String screenId, OpenRequest request) {
        show(screenId);
        Screen screen = current.get();
        if (screen == null || !screen.id().equals(now(screenId))) {
            return;
        }
        if (opening) {
            // Who sends a person with a request goes on with its outcome.
            enter(screen);
        }
        if (!screen.open(request)) {
            LOG.debug("{} has no use for {}", screenId, request);
        }
    }

    private static Node build(Screen screen) {
        try {
            return screen.node();
        } catch (RuntimeException e) {
            LOG.error("The screen {} could not be built", screen.id(), e);
            return new EmptyState(
                            org.kordamp.ikonli.materialdesign2.MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                            screen.title() + " could not be opened",
                            Failures.message(e) + " The other screens work on.")
                    .withDetails(Notification.error("", "").withDetails(Failures.trace(e)));
        }
    }
}
