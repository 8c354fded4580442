package ldmstudio.app.action;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;

/**
 * The list of all commands. A command that belongs to a screen is added when the screen is shown
 * and its subscription cancelled when it is hidden, so that a shortcut means one thing at a time.
 */
public final class ActionRegistry {
    private final Map<String, Action> actions = new LinkedHashMap<>();

    /**
     * Adds the command; its shortcut works and the palette lists it.
     *
     * @throws IllegalArgumentException when the id or the shortcut is taken
     */
    public Subscription add(Action action) {
        if (actions.containsKey(action.id())) {
            throw new IllegalArgumentException("there is an action " + action.id() + " already");
        }
        KeyCombination keys = action.shortcut();
        if (keys != null) {
            for (Action other : actions.values()) {
                if (keys.equals(other.shortcut())) {
                    throw new IllegalArgumentException(
                            action.id() + " and " + other.id() + " both want " + keys);
                }
            }
        }
        actions.put(action.id(), action);
        return () -> actions.remove(action.id(), action);
    }

    public Subscription addAll(Collection<Action> added) {
        List<Subscription> all = new ArrayList<>();
        for (Action action : added) {
            all.add(add(action));
        }
        return () -> all.forEach(Subscription::unsubscribe);
    }

    public Optional<Action> find(String id) {
        return Optional.ofNullable(actions.get(id));
    }

    /** In the order in which they were added. */
    public List<Action> all() {
        return List.copyOf(actions.values());
    }

    /** Runs the command of the pressed keys, if there is one; letters never fire while typing. */
    public void handle(KeyEvent event) {
        if (event.getTarget() instanceof TextInputControl && isTyping(event)) {
            return;
        }
        for (Action action : all()) {
            KeyCombination keys = action.shortcut();
            if (keys != null && keys.match(event)) {
                event.consume();
                action.fire();
                return;
            }
        }
    }

    private static boolean isTyping(KeyEvent event) {
        return !event.isShortcutDown() && !event.isAltDown() && !event.getCode().isFunctionKey();
    }
}
