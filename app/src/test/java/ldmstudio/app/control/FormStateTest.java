package ldmstudio.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.config.Stage1Config;
import org.junit.jupiter.api.Test;

class FormStateTest {
    private final FormState state = new FormState(Recipes.named("shapes_autoencoder").read());

    private FieldInfo field(String path) {
        return FormModel.leaves(state.config()).stream()
                .filter(f -> f.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEditDiffersFromTheRecipeUntilItIsReset() {
        FieldInfo rate = field("training.learning_rate");
        assertThat(state.set(rate, "2e-4")).isEmpty();
        assertThat(state.value(rate)).isEqualTo(2e-4);
        assertThat(state.differs(rate)).isTrue();
        assertThat(state.overrides()).containsExactly("training.learning_rate=2e-4");
        state.reset(rate);
        assertThat(state.differs(rate)).isFalse();
        assertThat(state.overrides()).isEmpty();
    }

    @Test
    void aTextThatIsNotAllowedIsAProblemOfItsFieldAndTheLastGoodValueStays() {
        FieldInfo batch = field("training.batch_size");
        Object before = state.value(batch);
        assertThat(state.set(batch, "many")).isPresent();
        assertThat(state.problem("training.batch_size")).isPresent();
        assertThat(state.text(batch)).isEqualTo("many");
        assertThat(state.value(batch)).isEqualTo(before);
        state.set(batch, "16");
        assertThat(state.problems()).isEmpty();
    }

    @Test
    void numbersAreTakenAsPeopleWriteThem() {
        state.set(field("training.learning_rate"), "0,004");
        state.set(field("training.max_train_steps"), "12,500");
        assertThat(state.problems()).isEmpty();
        assertThat(state.overrides())
                .containsExactlyInAnyOrder(
                        "training.learning_rate=0.004", "training.max_train_steps=12500");
    }

    @Test
    void typingTheOldValueAgainHealsARefusedField() {
        FieldInfo batch = field("training.batch_size");
        String before = state.text(batch);
        state.set(batch, "");
        assertThat(state.problems()).hasSize(1);
        state.set(batch, before);
        assertThat(state.problems()).isEmpty();
        assertThat(state.differs(batch)).isFalse();
    }

    @Test
    void allProblemsAreListedAtOnce() {
        state.set(field("training.batch_size"), "0");
        state.set(field("training.learning_rate"), "fast");
        assertThat(state.problems())
                .extracting(p -> p.key())
                .contains("training.batch_size", "training.learning_rate");
    }

    @Test
    void anotherKindOfDataHasItsOwnFieldsAndResetGoesBackToTheRecipes() {
        FieldInfo kind = field("data.type");
        state.set(kind, "folder");
        FieldInfo path = field("data.path");
        state.set(path, "/pictures");
        assertThat(RunConfigs.get(state.config(), "data.path")).isEqualTo("/pictures");
        assertThat(state.overrides()).contains("data.type=folder", "data.path=/pictures");
        state.reset(kind);
        assertThat(RunConfigs.get(state.config(), "data.type")).isEqualTo("shapes");
    }

    @Test
    void numbersAreReadAsPeopleTypeThem() {
        assertThat(NumberText.parse("1e-4")).hasValue(1e-4);
        assertThat(NumberText.parse("0,5")).hasValue(0.5);
        assertThat(NumberText.parse("10,000")).hasValue(10000);
        assertThat(NumberText.parse("ten")).isEmpty();
        assertThat(NumberText.of(1e-4)).isEqualTo("1e-4");
        assertThat(NumberText.of(0.95)).isEqualTo("0.95");
        assertThat(NumberText.of(20000)).isEqualTo("20000");
    }

    @Test
    void everyEditCanBeTakenBackAndMadeAgainAndTypingIsOne() {
        FieldInfo rate = field("training.learning_rate");
        FieldInfo batch = field("training.batch_size");
        Object before = state.value(rate);
        assertThat(state.undoable()).isEmpty();
        for (String typed : List.of("2", "2e", "2e-", "2e-4")) {
            state.set(rate, typed);
        }
        state.set(batch, "many");
        assertThat(state.undoable().orElseThrow().fields()).containsExactly(batch);
        state.undo();
        assertThat(state.problems()).isEmpty();
        assertThat(state.value(rate)).isEqualTo(2e-4);
        state.undo();
        assertThat(state.value(rate)).isEqualTo(before);
        assertThat(state.undoable()).isEmpty();
        state.redo();
        assertThat(state.value(rate)).isEqualTo(2e-4);
        state.redo();
        assertThat(state.text(batch)).isEqualTo("many");
        assertThat(state.problems()).hasSize(1);
        assertThat(state.redoable()).isEmpty();
    }

    @Test
    void anEditOfItsOwnIsNotJoinedWithTheOneBefore() {
        FieldInfo batch = field("training.batch_size");
        state.set(batch, "7");
        state.endGesture();
        state.set(batch, "9");
        state.undo();
        assertThat(state.value(batch)).isEqualTo(7);
        state.set(batch, "5");
        assertThat(state.redoable()).as("another way was taken").isEmpty();
    }

    @Test
    void aResetAndAnotherRecipeAreTakenBackToo() {
        FieldInfo batch = field("training.batch_size");
        state.set(batch, "7");
        state.resetAll();
        assertThat(state.overrides()).isEmpty();
        state.load(Recipes.named("shapes_diffusion"));
        assertThat(state.origin()).isEqualTo(Recipes.named("shapes_diffusion"));
        assertThat(state.undoable().orElseThrow().anew()).isTrue();
        state.undo();
        assertThat(state.origin()).isNull();
        assertThat(state.config()).isInstanceOf(Stage1Config.class);
        state.undo();
        assertThat(state.overrides()).containsExactly("training.batch_size=7");
    }
}
