package ldmstudio.app.screen.playground;

import java.util.OptionalLong;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The seed: typed, one more or less, thrown, and locked so that the next drawing keeps it. */
final class SeedRow extends HBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    SeedRow(SampleForm form) {
        super(0);
        getStyleClass().add("field-row");
        setAlignment(Pos.CENTER_LEFT);
        TextField seed = new TextField();
        seed.setId("sample-seed");
        seed.setAlignment(Pos.CENTER_RIGHT);
        seed.getStyleClass().add("seed-field");
        seed.setPrefColumnCount(8);
        seed.setAccessibleText("Seed");
        seed.setTooltip(new Tooltip("The same seed gives the same noise on every machine"));
        seed.setText(Long.toString(form.seedProperty().get()));
        form.seedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!seed.getText().equals(is.toString())) {
                                seed.setText(is.toString());
                            }
                        });
        seed.textProperty().addListener((o, was, is) -> typed(seed, form));
        HBox.setHgrow(seed, Priority.ALWAYS);
        IconButton less =
                new IconButton(
                        "sample-seed-previous",
                        MaterialDesignM.MINUS,
                        "Seed − 1",
                        () -> form.seedProperty().set(form.seedProperty().get() - 1));
        IconButton more =
                new IconButton(
                        "sample-seed-next",
                        MaterialDesignP.PLUS,
                        "Seed + 1",
                        () -> form.seedProperty().set(form.seedProperty().get() + 1));
        IconButton dice =
                new IconButton(
                        "sample-seed-dice",
                        MaterialDesignD.DICE_5_OUTLINE,
                        "Another seed",
                        form::anotherSeed);
        getChildren().addAll(seed, less, more, dice, lock(form));
    }

    private static void typed(TextField seed, SampleForm form) {
        OptionalLong number = whole(seed.getText());
        seed.pseudoClassStateChanged(INVALID, number.isEmpty());
        form.fault(
                "Seed",
                number.isPresent()
                        ? ""
                        : "“"
                                + seed.getText().strip()
                                + "” is not possible. Allowed: a whole number of up to 18 digits.");
        number.ifPresent(form.seedProperty()::set);
    }

    /** Every digit of a seed counts: one that was rounded would draw other pictures. */
    private static OptionalLong whole(String text) {
        String digits = text.strip().replaceAll("[_ ]", "");
        return digits.matches("-?\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    private static ToggleButton lock(SampleForm form) {
        ToggleButton lock = new ToggleButton("", icon(form.seedLockedProperty().get()));
        lock.setId("sample-seed-lock");
        lock.getStyleClass().addAll("button-icon", "small");
        lock.setTooltip(new Tooltip("Locked: the same seed again. Open: another one each time"));
        lock.setAccessibleText("Lock the seed");
        lock.selectedProperty().bindBidirectional(form.seedLockedProperty());
        lock.selectedProperty().addListener((o, was, is) -> lock.setGraphic(icon(is)));
        return lock;
    }

    private static FontIcon icon(boolean locked) {
        return new FontIcon(
                locked ? MaterialDesignL.LOCK_OUTLINE : MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE);
    }
}
