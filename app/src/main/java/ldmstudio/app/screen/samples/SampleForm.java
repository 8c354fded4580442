package ldmstudio.app.screen.samples;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
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

    ObservableList<String> classes() {
        return classes;
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
                List.of(),
                SamplingConfig.of(
                        sampler.get(),
                        (int) steps.get(),
                        guidance.get(),
                        eta.get(),
                        sigmaScale.get(),
                        (int) count.get(),
                        seed.get()),
                1,
                outDir.toString());
    }

    /** Takes over everything that a picture's recipe says, except its model. */
    void apply(ImageRecipe recipe) {
        seed.set(recipe.seed());
        seedLocked.set(true);
        steps.set(recipe.steps());
        guidance.set(recipe.guidanceScale());
        if (recipe.sampler().equals("ddim") || recipe.sampler().equals("ddpm")) {
            sampler.set(recipe.sampler());
        }
        eta.set(recipe.eta());
        sigmaScale.set(recipe.sigmaScale());
        if (recipe.classLabel() >= 0 && recipe.classLabel() < classes.size()) {
            classLabel.set(recipe.classLabel());
        }
        count.set(Math.max(count.get(), recipe.index() + 1));
    }
}
