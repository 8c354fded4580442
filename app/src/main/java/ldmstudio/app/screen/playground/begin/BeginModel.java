package ldmstudio.app.screen.playground.begin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.worker.BeginSettings;
import org.jspecify.annotations.Nullable;

/** State of "Start from"; knows no controls. All on the window's thread. */
final class BeginModel {
    /** What becomes of the picture. */
    enum Way {
        /** All of it is drawn anew, to a degree. */
        WHOLE("Whole"),
        /** Only what is painted over. */
        PAINTED("Painted part"),
        /** It grows beyond its edges. */
        BEYOND("Beyond edges");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** A picture to start from. */
    record Start(Path file, PixelImage picture) {}

    /** The usual strengths, as the command line has them. */
    static final double WHOLE_STRENGTH = BeginSettings.usualStrength(false);

    private final Supplier<Path> workspace;
    private final ReadOnlyObjectWrapper<@Nullable Start> start =
            new ReadOnlyObjectWrapper<>(this, "start");
    private final ObjectProperty<Way> way = new SimpleObjectProperty<>(this, "way", Way.WHOLE);
    private final DoubleProperty strength =
            new SimpleDoubleProperty(this, "strength", WHOLE_STRENGTH);
    private final DoubleProperty maskStrength =
            new SimpleDoubleProperty(this, "maskStrength", BeginSettings.usualStrength(true));
    private final IntegerProperty feather = new SimpleIntegerProperty(this, "feather", 0);
    private final IntegerProperty[] margins = new IntegerProperty[4];
    private final LongProperty variationSeed = new SimpleLongProperty(this, "variationSeed", 0);
    private final DoubleProperty variation = new SimpleDoubleProperty(this, "variation", 0);
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes", 0);
    private final MaskTool tool = new MaskTool(this::painted);
    private final BooleanProperty large = new SimpleBooleanProperty(this, "large", false);
    private @Nullable MaskLevels mask;
    private String trouble = "";
    private int side;
    private String savedMask = "";
    private int savedRevision = -1;
    private int savedFeather = -1;

    BeginModel(Supplier<Path> workspace) {
        this.workspace = workspace;
        for (int i = 0; i < margins.length; i++) {
            margins[i] = new SimpleIntegerProperty(this, "margin" + i, 0);
            margins[i].addListener((o, was, is) -> changed());
        }
        start.addListener((o, was, is) -> changed());
        way.addListener((o, was, is) -> changed());
        strength.addListener((o, was, is) -> changed());
        maskStrength.addListener((o, was, is) -> changed());
        feather.addListener((o, was, is) -> changed());
        variationSeed.addListener((o, was, is) -> changed());
        variation.addListener((o, was, is) -> changed());
    }

    ReadOnlyObjectProperty<@Nullable Start> startProperty() {
        return start.getReadOnlyProperty();
    }

    ObjectProperty<Way> wayProperty() {
        return way;
    }

    DoubleProperty strengthProperty() {
        return strength;
    }

    /** The strength where a mask says what stays. */
    DoubleProperty maskStrengthProperty() {
        return maskStrength;
    }

    IntegerProperty featherProperty() {
        return feather;
    }

    /** Pixels beyond the left (0), top, right and bottom (3) edge. */
    IntegerProperty margin(int edge) {
        return margins[edge];
    }

    LongProperty variationSeedProperty() {
        return variationSeed;
    }

    DoubleProperty variationProperty() {
        return variation;
    }

    ReadOnlyIntegerProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** The mask of the picture; null where there is no picture. */
    @Nullable MaskLevels mask() {
        return mask;
    }

    /** The brush, one for every view of the mask. */
    MaskTool tool() {
        return tool;
    }

    /** Whether the picture with its mask or its frame has the page's middle for itself. */
    BooleanProperty largeProperty() {
        return large;
    }

    /** Shows a picture large, to be painted on; one that is begun from already keeps its mask. */
    void paintOn(Path file) {
        Start from = start.get();
        if (from == null || !from.file().equals(file.toAbsolutePath().normalize())) {
            open(file);
        }
        if (start.get() != null && trouble.isEmpty()) {
            way.set(Way.PAINTED);
            large.set(true);
        }
    }

    /** The side of the pictures that the model draws by itself; 0: not known. */
    int side() {
        return side;
    }

    void modelChanged(Map<String, Object> description) {
        side = description.get("img_size") instanceof Number size ? size.intValue() : 0;
        changed();
    }

    /** The mask was painted on. */
    void painted() {
        changed();
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    /** Starts from a picture's file; what cannot be read is said in {@link #problem}. */
    void open(Path file) {
        try {
            PixelImage picture = PictureFile.read(file);
            trouble = "";
            mask = new MaskLevels(picture.width(), picture.height());
            savedRevision = -1;
            tool.hold(mask);
            start.set(new Start(file.toAbsolutePath().normalize(), picture));
        } catch (DataException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    /** Starts from a picture that has no file yet, such as a pasted one. */
    void open(PixelImage picture) {
        try {
            open(BegunFiles.keep(workspace.get(), "pasted", picture));
        } catch (IOException e) {
            fail("The pasted picture cannot be kept: " + e.getMessage());
        }
    }

    private void fail(String words) {
        trouble = words;
        changed();
    }

    /** Takes a mask from a file. */
    void openMask(Path file) {
        MaskLevels levels = mask;
        if (levels == null) {
            return;
        }
        try {
            levels.take(PictureFile.read(file));
            trouble = "";
            way.set(Way.PAINTED);
            changed();
        } catch (DataException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    /** Starts from noise again. */
    void remove() {
        trouble = "";
        mask = null;
        tool.hold(null);
        large.set(false);
        start.set(null);
        changed();
    }

    /** Why it cannot be drawn from, in words. */
    Optional<String> problem() {
        if (!trouble.isEmpty()) {
            return Optional.of(trouble);
        }
        Start from = start.get();
        if (from == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(from.file())) {
            return Optional.of(
                    "The picture " + from.file() + " is not there any more. Choose another one.");
        }
        MaskLevels levels = mask;
        if (way.get() == Way.PAINTED && (levels == null || levels.isEmpty())) {
            return Optional.of("Paint over what is to be drawn anew, or choose Whole.");
        }
        if (way.get() == Way.BEYOND) {
            return beyond(from.picture());
        }
        return Optional.empty();
    }

    private Optional<String> beyond(PixelImage picture) {
        if (margins[0].get() + margins[1].get() + margins[2].get() + margins[3].get() == 0) {
            return Optional.of("Say how far the picture is to grow, in at least one direction.");
        }
        if (side > 0 && (picture.width() < side || picture.height() < side)) {
            return Optional.of(
                    "The picture is "
                            + picture.width()
                            + " × "
                            + picture.height()
                            + "; to grow it must have at least "
                            + side
                            + " × "
                            + side
                            + ". Scale it up first.");
        }
        return Optional.empty();
    }

    /** What the next drawing begins from; writes the mask if it has changed. */
    BeginSettings begin() {
        BeginSettings common =
                BeginSettings.NOISE.withVariation(variationSeed.get(), variation.get());
        Start from = start.get();
        if (from == null) {
            return common;
        }
        String picture = from.file().toString();
        BeginSettings begin = common.withPicture(picture);
        return switch (way.get()) {
            case WHOLE -> begin.withStrength(strength.get());
            case PAINTED -> begin.withStrength(maskStrength.get()).withMask(savedMask());
            case BEYOND ->
                    begin.withMargins(
                            margins[0].get(), margins[1].get(), margins[2].get(), margins[3].get());
        };
    }

    private String savedMask() {
        MaskLevels levels = mask;
        if (levels == null || levels.isEmpty()) {
            return "";
        }
        if (levels.revision() != savedRevision || feather.get() != savedFeather) {
            try {
                PixelImage picture = levels.picture(feather.get());
                savedMask = BegunFiles.keep(workspace.get(), "mask", picture).toString();
                savedRevision = levels.revision();
                savedFeather = feather.get();
            } catch (IOException e) {
                trouble = "The mask cannot be saved: " + e.getMessage();
                return "";
            }
        }
        return savedMask;
    }

    /** Takes over what a recipe or a remembered state says. */
    void show(BeginSettings begin) {
        variationSeed.set(begin.variationSeed());
        variation.set(begin.variationAmount());
        if (begin.picture().isBlank()) {
            remove();
            return;
        }
        open(Path.of(begin.picture()));
        margins[0].set(begin.extendLeft());
        margins[1].set(begin.extendTop());
        margins[2].set(begin.extendRight());
        margins[3].set(begin.extendBottom());
        if (begin.extendsPicture()) {
            way.set(Way.BEYOND);
        } else if (begin.mask().isBlank()) {
            way.set(Way.WHOLE);
            strength.set(begin.strength());
        } else {
            maskStrength.set(begin.strength());
            way.set(Way.PAINTED);
            feather.set(0);
            openMask(Path.of(begin.mask()));
        }
    }
}
