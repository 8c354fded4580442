package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.SampleSettings;

/** How pictures are to be drawn, as a person sets it. */
final class SampleForm {
    /** Stands for every class in turn. */
    static final int ALL_IN_TURN = -1;

    private final ObservableList<String> classes = FXCollections.observableArrayList();
    private final IntegerProperty classLabel =
            new SimpleIntegerProperty(this, "classLabel", ALL_IN_TURN);
    private final LongProperty seed = new SimpleLongProperty(this, "seed", 0);
    private final BooleanProperty seedLocked = new SimpleBooleanProperty(this, "seedLocked", true);
    private final DoubleProperty steps = new SimpleDoubleProperty(this, "steps", 50);
    private final DoubleProperty guidance = new SimpleDoubleProperty(this, "guidance", 1);
    private final StringProperty sampler = new SimpleStringProperty(this, "sampler", "ddim");
    private final DoubleProperty eta = new SimpleDoubleProperty(this, "eta", 0);
    private final DoubleProperty sigmaScale = new SimpleDoubleProperty(this, "sigmaScale", 1);
    private final DoubleProperty count = new SimpleDoubleProperty(this, "count", 16);

    private final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    private final StringProperty negativePrompt =
            new SimpleStringProperty(this, "negativePrompt", "");
    private final BooleanProperty listensToText =
            new SimpleBooleanProperty(this, "listensToText", false);
    private final ObservableList<String> samplers =
            FXCollections.observableArrayList("ddim", "ddpm");
    private final ObjectProperty<SamplingConfig> more =
            new SimpleObjectProperty<>(this, "more", SamplingConfig.defaults());

    ObservableList<String> classes() {
        return classes;
    }

    /** One line a text; several are taken in turn. */
    StringProperty promptProperty() {
        return prompt;
    }

    StringProperty negativePromptProperty() {
        return negativePrompt;
    }

    /** Whether the chosen model hears prompts. */
    BooleanProperty listensToTextProperty() {
        return listensToText;
    }

    /** The samplers that the chosen model can be drawn from with. */
    ObservableList<String> samplers() {
        return samplers;
    }

    /** All other settings; what this form has a property for is taken from there. */
    ObjectProperty<SamplingConfig> moreProperty() {
        return more;
    }

    /** The samplers of another model; the chosen one stays if it is among them. */
    void offer(List<String> words) {
        String chosen = sampler.get();
        if (!samplers.equals(words)) {
            samplers.setAll(words);
        }
        sampler.set(words.contains(chosen) || words.isEmpty() ? chosen : words.get(0));
    }

    private List<String> prompts() {
        return listensToText.get()
                ? prompt.get().lines().map(String::strip).filter(line -> !line.isEmpty()).toList()
                : List.of();
    }

    IntegerProperty classLabelProperty() {
        return classLabel;
    }

    LongProperty seedProperty() {
        return seed;
    }

    /** Locked: the same seed again and again; open: another one at every sampling. */
    BooleanProperty seedLockedProperty() {
        return seedLocked;
    }

    DoubleProperty stepsProperty() {
        return steps;
    }

    DoubleProperty guidanceProperty() {
        return guidance;
    }

    StringProperty samplerProperty() {
        return sampler;
    }

    DoubleProperty etaProperty() {
        return eta;
    }

    DoubleProperty sigmaScaleProperty() {
        return sigmaScale;
    }

    DoubleProperty countProperty() {
        return count;
    }

    /** Another seed, of the time at which it was asked for. */
    void anotherSeed() {
        // SplitMix64's finisher: neighbouring times give seeds that have nothing in common.
        long z = System.nanoTime() * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        seed.set((z ^ z >>> 31) & 0x7FFFFFFFL);
    }

    /** The classes that are drawn, in turn; empty where the model knows none. */
    List<Integer> classLabels() {
        if (classes.isEmpty()) {
            return List.of();
        }
        return classLabel.get() == ALL_IN_TURN
                ? IntStream.range(0, classes.size()).boxed().toList()
                : List.of(classLabel.get());
    }

    SampleSettings settings(Path outDir) {
        return new SampleSettings(
                classLabels(),
                prompts(),
                more.get()
                        .with("sampler", sampler.get())
                        .with("steps", (int) steps.get())
                        .with("guidance_scale", guidance.get())
                        .with("negative_prompt", listensToText.get() ? negativePrompt.get() : "")
                        .with("eta", eta.get())
                        .with("sigma_scale", sigmaScale.get())
                        .with("count", (int) count.get())
                        .with("seed", seed.get()),
                1,
                outDir.toString());
    }

    /** Takes over everything that a picture's recipe says, except its model. */
    void apply(ImageRecipe recipe) {
        seed.set(recipe.seed());
        seedLocked.set(true);
        steps.set(recipe.steps());
        guidance.set(recipe.guidanceScale());
        if (samplers.contains(recipe.sampler())) {
            sampler.set(recipe.sampler());
        }
        if (!recipe.prompt().isEmpty()) {
            prompt.set(recipe.prompt());
        }
        negativePrompt.set(recipe.negativePrompt());
        SamplingConfig other = SamplingConfig.defaults();
        for (Map.Entry<String, String> setting : recipe.settings().entrySet()) {
            try {
                other = other.with(setting.getKey(), setting.getValue());
            } catch (IllegalArgumentException notOfSampling) {
                // What a picture began from is said in its recipe, but cannot be set here.
                continue;
            }
        }
        more.set(other);
        eta.set(recipe.eta());
        sigmaScale.set(recipe.sigmaScale());
        if (recipe.classLabel() >= 0 && recipe.classLabel() < classes.size()) {
            classLabel.set(recipe.classLabel());
        }
        count.set(Math.max(count.get(), recipe.index() + 1));
    }
}
