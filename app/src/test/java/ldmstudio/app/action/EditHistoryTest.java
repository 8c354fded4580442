package ldmstudio.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EditHistoryTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;

    @Test
    void editsOfOneGestureAreTakenBackAtOnceUntilAPause() {
        EditHistory<String> history = new EditHistory<>("", () -> now);
        history.edit("a", "prompt");
        now += SECOND / 2;
        history.edit("ab", "prompt");
        now += SECOND;
        history.edit("abc", "prompt");
        history.edit("abc 7", "seed");
        assertThat(history.edit("abc 7", "seed")).as("nothing changed").isFalse();
        assertThat(history.undo()).isTrue();
        assertThat(history.now()).isEqualTo("abc");
        history.undo();
        assertThat(history.now()).as("the pause parts them").isEqualTo("ab");
        history.undo();
        assertThat(history.now()).isEmpty();
        assertThat(history.undo()).isFalse();
        history.redo();
        assertThat(history.now()).isEqualTo("ab");
    }

    @Test
    void withoutAClockAGestureLastsUntilItIsEndedAndWhatIsPutRightIsNoEdit() {
        EditHistory<String> history = new EditHistory<>("");
        history.edit("a", "prompt");
        history.edit("ab", "prompt");
        history.endGesture();
        history.edit("abc", "prompt");
        history.amend("abcd");
        history.undo();
        assertThat(history.now()).isEqualTo("ab");
        history.redo();
        assertThat(history.now()).isEqualTo("abcd");
        history.undo();
        history.edit("x", "");
        assertThat(history.canRedo()).isFalse();
    }
}
