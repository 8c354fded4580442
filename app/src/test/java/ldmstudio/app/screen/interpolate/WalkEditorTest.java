package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.WalkConfig;
import org.junit.jupiter.api.Test;

class WalkEditorTest {
    private final WalkEditor editor =
            new WalkEditor(
                    WalkConfig.defaults()
                            .withKeyframes(
                                    List.of(
                                            Keyframe.of("a red circle", 3),
                                            Keyframe.of("a blue square", 4))));

    private List<Double> places() {
        return Places.of(editor.walk());
    }

    private List<String> prompts() {
        return editor.walk().keyframes().stream().map(Keyframe::prompt).toList();
    }

    @Test
    void keyframesAreAddedBetweenMovedBetweenNeighboursAndRemoved() {
        assertThat(places()).containsExactly(0.0, 1.0);
        editor.add(0.4);
        assertThat(editor.selected()).isEqualTo(1);
        assertThat(places()).containsExactly(0.0, 0.4, 1.0);
        assertThat(editor.keyframe().prompt()).isEqualTo("a red circle");
        assertThat(editor.keyframe().seed()).as("another noise").isEqualTo(4);
        editor.move(1, 1.7);
        assertThat(places().get(1)).isEqualTo(1 - Places.GAP);
        editor.move(1, -3);
        assertThat(places().get(1)).isEqualTo(Places.GAP);
        editor.remove(0);
        assertThat(editor.walk().keyframes()).hasSize(2);
        editor.remove(0);
        assertThat(editor.walk().keyframes()).as("a walk needs two ends").hasSize(2);
        assertThat(editor.walk().problems()).isEmpty();
    }

    @Test
    void theLastKeyframeCanBeDuplicatedAlthoughNothingIsBehindIt() {
        editor.select(1);
        editor.duplicate();
        assertThat(prompts()).containsExactly("a red circle", "a blue square", "a blue square");
        assertThat(editor.walk().problems()).isEmpty();
        assertThat(places()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void lettersOfAPromptAreOneEditAndEveryEditCanBeTakenBack() {
        WalkConfig before = editor.walk();
        for (String typed : List.of("a g", "a gr", "a green ring")) {
            editor.setKeyframe("prompt", typed);
        }
        editor.endGesture();
        editor.setKeyframe("prompt", "a green star");
        editor.setNumber(0, "sharpness", 1.5);
        editor.undo();
        editor.undo();
        assertThat(prompts().get(0)).isEqualTo("a green ring");
        editor.undo();
        assertThat(editor.walk()).isEqualTo(before);
        assertThat(editor.canUndo()).isFalse();
        editor.redo();
        editor.redo();
        assertThat(prompts().get(0)).isEqualTo("a green star");
        editor.set("seconds", 2.5);
        assertThat(editor.canRedo()).as("a new edit ends what was taken back").isFalse();
    }

    @Test
    void numbersGoIntoTheKeyframeAndOutOfItAgain() {
        editor.setNumber(0, WalkEditor.GUIDANCE, 4.5);
        editor.setNumber(1, "sharpness", 2);
        editor.setNumber(1, "eta", 0.5);
        editor.setNumber(1, "sharpness", -1);
        assertThat(editor.number(0, WalkEditor.GUIDANCE)).isEqualTo(4.5);
        assertThat(editor.number(1, "sharpness")).isEqualTo(-1);
        assertThat(editor.walk().keyframes().get(1).numbers()).isEqualTo("eta=0.5, sharpness=-1");
        editor.clearNumber(1, "sharpness");
        assertThat(editor.number(1, "sharpness")).isZero();
        editor.clearNumber(0, WalkEditor.GUIDANCE);
        assertThat(editor.walk().keyframes().get(0).guidanceScale()).isEqualTo(-1);
        WalkConfig good = editor.walk();
        assertThatThrownBy(() -> editor.set("sampling.steps", "many"))
                .isInstanceOf(ConfigException.class);
        assertThat(editor.walk()).isEqualTo(good);
    }

    @Test
    void aLoopMakesRoomForTheWayBackAndGivesItUpAgain() {
        editor.add(0.5);
        editor.set("loop", true);
        double last = places().get(2);
        assertThat(last).isLessThan(1).isGreaterThan(0.5);
        assertThat(editor.walk().problems()).isEmpty();
        editor.set("loop", false);
        assertThat(places()).containsExactly(0.0, 0.5, 1.0);
    }

    @Test
    void everyModeHasAsManyKeyframesAsItNeeds() {
        editor.setMode("plane");
        assertThat(editor.walk().keyframes()).hasSize(3);
        editor.duplicate();
        assertThat(editor.walk().keyframes()).hasSize(4);
        assertThat(editor.canAdd()).isFalse();
        editor.setMode("circle");
        assertThat(editor.walk().problems()).isEmpty();
        editor.setMode("latents");
        assertThat(editor.walk().problems()).hasSize(4);
        assertThat(Problems.words(editor.walk().problems().get(1)))
                .isEqualTo(
                        "Keyframe B, picture is empty; the mode latents goes between real pictures."
                                + " Allowed: a picture file.");
        editor.undo();
        assertThat(editor.walk().mode()).isEqualTo("circle");
    }
}
