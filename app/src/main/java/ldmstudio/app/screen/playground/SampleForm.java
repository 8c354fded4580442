package ldmstudio.app.screen.playground;

import java.util.LinkedHashMap;
import java.util.List;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import ldmstudio.engine.config.SamplingConfig;

/** What a person sets, property by property; as a whole it is a {@link DrawValues}. */
final class SampleForm {
    /** Most pictures of one drawing. */
    static final int MOST = 256;

    private final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
    private final StringProperty negative = new SimpleStringProperty(this, "negativePrompt", "");
    private final ObservableList<Integer> classLabels = FXCollections.observableArrayList();
    private final LongProperty seed = new SimpleLongProperty(this, "seed", 0);
    private final BooleanProperty seedLocked = new SimpleBooleanProperty(this, "seedLocked", false);
    private final DoubleProperty steps = new SimpleDoubleProperty(this, "steps", 50);
    private final DoubleProperty guidance = new SimpleDoubleProperty(this, "guidance", 1);
    private final StringProperty sampler = new SimpleStringProperty(this, "sampler", "ddim");
    private final DoubleProperty eta = new SimpleDoubleProperty(this, "eta", 0);
    private final DoubleProperty sigmaScale = new SimpleDoubleProperty(this, "sigmaScale", 1);
    private final DoubleProperty sharpness = new SimpleDoubleProperty(this, "sharpness", 0);
    private final DoubleProperty brightness = new SimpleDoubleProperty(this, "brightness", 0);
    private final DoubleProperty count = new SimpleDoubleProperty(this, "count", 4);
    private final IntegerProperty width = new SimpleIntegerProperty(this, "width", 0);
    private final IntegerProperty height = new SimpleIntegerProperty(this, "height", 0);
    private final IntegerProperty sizeMultiple = new SimpleIntegerProperty(this, "sizeMultiple", 1);
    private final ObjectProperty<SamplingConfig> more =
            new SimpleObjectProperty<>(this, "more", SamplingConfig.defaults());

    // What the chosen model offers; not part of the values.
    private final ObservableList<String> classes = FXCollections.observableArrayList();
    private final ObservableList<String> attributes = FXCollections.observableArrayList();
    private final ObservableList<String> samplers =
            FXCollections.observableArrayList("ddim", "ddpm");
    private final BooleanProperty student = new SimpleBooleanProperty(this, "student", false);
    private final BooleanProperty listensToText =
            new SimpleBooleanProperty(this, "listensToText", false);

    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes", 0);

    /** What stands in a field and is no value of it, by the field's name. */
    private final ObservableMap<String, String> faults =
            FXCollections.observableMap(new LinkedHashMap<>());

    SampleForm() {
        for (Observable each :
                List.of(
                        prompt,
                        negative,
                        classLabels,
                        seed,
                        seedLocked,
                        steps,
                        guidance,
                        sampler,
                        eta,
                        sigmaScale,
                        sharpness,
                        brightness,
                        count,
                        width,
                        height,
                        more)) {
            each.addListener(o -> changes.set(changes.get() + 1));
        }
    }

    /** Grows with every change of a value. */
    ReadOnlyIntegerProperty changes() {
        return changes.getReadOnlyProperty();
    }

    /** Fields in which something stands that cannot be drawn with, and why. */
    ObservableMap<String, String> faults() {
        return faults;
    }

    /** A field says what is wrong with it; empty: nothing any more. */
    void fault(String field, String words) {
        if (words.isEmpty()) {
            faults.remove(field);
        } else {
            faults.put(field, words);
        }
    }

    StringProperty promptProperty() {
        return prompt;
    }

    StringProperty negativePromptProperty() {
        return negative;
    }

    /** The chosen classes; empty: every class in turn. */
    ObservableList<Integer> classLabels() {
        return classLabels;
    }

    LongProperty seedProperty() {
        return seed;
    }

    /** Locked: the same seed again and again; open: another one at every drawing. */
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

    DoubleProperty sharpnessProperty() {
        return sharpness;
    }

    DoubleProperty brightnessProperty() {
        return brightness;
    }

    DoubleProperty countProperty() {
        return count;
    }

    IntegerProperty widthProperty() {
        return width;
    }

    IntegerProperty heightProperty() {
        return height;
    }

    /** What width and height must be multiples of, as the chosen model says. */
    IntegerProperty sizeMultipleProperty() {
        return sizeMultiple;
    }

    /** All other settings; what this form has a property for is taken from there. */
    ObjectProperty<SamplingConfig> moreProperty() {
        return more;
    }

    /** Names of the classes that the chosen model knows. */
    ObservableList<String> classes() {
        return classes;
    }

    /** Attributes of which the captions are made that the chosen model listens to. */
    ObservableList<String> attributes() {
        return attributes;
    }

    /** The samplers that the chosen model can be drawn from with. */
    ObservableList<String> samplers() {
        return samplers;
    }

    /** Whether the model was distilled: it draws in one go, without a negative prompt. */
    BooleanProperty studentProperty() {
        return student;
    }

    /** Whether the chosen model hears prompts. */
    BooleanProperty listensToTextProperty() {
        return listensToText;
    }

    /** The samplers of another model; the chosen one stays if it is among them. */
    void offer(List<String> words) {
        String chosen = sampler.get();
        if (!samplers.equals(words) && !words.isEmpty()) {
            samplers.setAll(words);
        }
        sampler.set(words.contains(chosen) || words.isEmpty() ? chosen : words.get(0));
    }

    /** The classes of another model; chosen ones that it does not know are left out. */
    void know(List<String> names) {
        if (!classes.equals(names)) {
            classes.setAll(names);
            classLabels.removeIf(label -> label >= names.size());
        }
    }

    /** Another seed, of the time at which it was asked for. */
    void anotherSeed() {
        // SplitMix64's finisher: neighbouring times give seeds that have nothing in common.
        long z = System.nanoTime() * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        // Nine digits can be read and typed.
        seed.set(Math.floorMod(z ^ z >>> 31, 1_000_000_000L));
    }

    /** Everything as it stands. */
    DrawValues values() {
        SamplingConfig how =
                more.get()
                        .with("sampler", sampler.get())
                        .with("steps", (int) steps.get())
                        .with("guidance_scale", guidance.get())
                        .with("negative_prompt", negative.get())
                        .with("eta", eta.get())
                        .with("sigma_scale", sigmaScale.get())
                        .with("sharpness", sharpness.get())
                        .with("brightness", brightness.get())
                        .with("count", (int) count.get())
                        .with("seed", seed.get());
        return new DrawValues(
                prompt.get(), classLabels, seedLocked.get(), how, width.get(), height.get());
    }

    /** Takes everything over; a sampler that the model does not know is offered nevertheless. */
    void show(DrawValues values) {
        SamplingConfig how = values.how();
        if (!samplers.contains(how.sampler())) {
            samplers.add(how.sampler());
        }
        prompt.set(values.prompt());
        negative.set(how.negativePrompt());
        if (!classLabels.equals(values.classLabels())) {
            classLabels.setAll(values.classLabels());
        }
        seed.set(how.seed());
        seedLocked.set(values.seedLocked());
        steps.set(how.steps());
        guidance.set(how.guidanceScale());
        sampler.set(how.sampler());
        eta.set(how.eta());
        sigmaScale.set(how.sigmaScale());
        sharpness.set(how.sharpness());
        brightness.set(how.brightness());
        count.set(Math.min(MOST, how.count()));
        width.set(values.width());
        height.set(values.height());
        more.set(how);
    }
}
