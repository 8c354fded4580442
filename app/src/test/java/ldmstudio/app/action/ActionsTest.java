package ldmstudio.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import ldmstudio.app.testing.Fx;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

class ActionsTest {
    @Test
    void aFewLettersFindTheRightCommandFirst() {
        List<Action> all =
                List.of(
                        named("a", "Stop training and save"),
                        named("b", "Show the workspace in the file manager"),
                        named("c", "Theme: Dark"),
                        named("d", "Pause training"));
        assertThat(CommandPalette.matches(all, "sts").get(0).id()).isEqualTo("a");
        assertThat(CommandPalette.matches(all, "thd").get(0).id()).isEqualTo("c");
        assertThat(CommandPalette.matches(all, "pause").get(0).id()).isEqualTo("d");
        assertThat(CommandPalette.matches(all, "xyz")).isEmpty();
        assertThat(CommandPalette.matches(all, "")).hasSize(4);
    }

    @Test
    void wordStartsAndRunsOfLettersCountMore() {
        assertThat(FuzzyMatch.score("cn", "Checkpoint now"))
                .isGreaterThan(FuzzyMatch.score("cn", "Continue"));
        assertThat(FuzzyMatch.score("dark", "Theme: Dark"))
                .isGreaterThan(FuzzyMatch.score("dark", "Diffusion around keys"));
        assertThat(FuzzyMatch.score("zz", "Pause")).isEqualTo(FuzzyMatch.NONE);
    }

    @Test
    void aShortcutMeansOneThing() {
        ActionRegistry registry = new ActionRegistry();
        registry.add(keys("a", "Shortcut+K", () -> {}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.add(keys("b", "Shortcut+K", () -> {})))
                .withMessageContaining("both want");
        assertThatIllegalArgumentException().isThrownBy(() -> registry.add(named("a", "again")));
    }

    @Test
    void aCommandThatWasTakenOutNoLongerFires() {
        ActionRegistry registry = new ActionRegistry();
        AtomicInteger fired = new AtomicInteger();
        var subscription = registry.add(keys("a", "F5", fired::incrementAndGet));
        registry.handle(press(KeyCode.F5));
        subscription.unsubscribe();
        registry.handle(press(KeyCode.F5));
        assertThat(fired).hasValue(1);
    }

    @Test
    void lettersNeverFireWhileTyping() {
        ActionRegistry registry = new ActionRegistry();
        AtomicInteger fired = new AtomicInteger();
        registry.add(keys("a", "J", fired::incrementAndGet));
        TextField field = Fx.get(TextField::new);
        registry.handle(press(KeyCode.J).copyFor(field, field));
        assertThat(fired).hasValue(0);
        registry.handle(press(KeyCode.J));
        assertThat(fired).hasValue(1);
    }

    @Test
    void whatIsNotEnabledDoesNothing() {
        AtomicInteger fired = new AtomicInteger();
        SimpleBooleanProperty enabled = new SimpleBooleanProperty();
        Action action =
                Action.of(
                        "a",
                        "A",
                        "G",
                        MaterialDesignM.MAGNIFY,
                        "",
                        enabled,
                        fired::incrementAndGet);
        action.fire();
        enabled.set(true);
        action.fire();
        assertThat(fired).hasValue(1);
    }

    private static KeyEvent press(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
    }

    private static Action named(String id, String name) {
        return Action.of(id, name, "Group", MaterialDesignM.MAGNIFY, "", () -> {});
    }

    private static Action keys(String id, String keys, Runnable run) {
        return Action.of(id, id, "Group", MaterialDesignM.MAGNIFY, keys, run);
    }
}
