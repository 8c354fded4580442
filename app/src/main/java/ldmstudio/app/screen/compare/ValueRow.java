package ldmstudio.app.screen.compare;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.NumberText;
import ldmstudio.app.control.TabKey;
import ldmstudio.app.screen.playground.SamplerNames;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** A value with its control: its label, whether it is linked, and the way back to the link. */
public abstract class ValueRow extends VBox {
    /**
     * Where a row stands.
     *
     * @param prefix beginning of its ids
     * @param suffix end of its ids
     * @param anyClass what no class means there
     * @param promptHint what the empty prompt says
     */
    public record Place(String prefix, String suffix, String anyClass, String promptHint) {
        String id(SharedValue value) {
            return id(value.key());
        }

        String id(String part) {
            return prefix + part + suffix;
        }
    }

    private final SharedValue value;
    private final Label mark = new Label();
    private final Button link = new Button("", new FontIcon(MaterialDesignL.LINK_VARIANT));
    private boolean filling;

    private ValueRow(SharedValue value, Place place) {
        super(3);
        this.value = value;
        Label name = new Label(value.label());
        name.setMinWidth(USE_PREF_SIZE);
        mark.getStyleClass().addAll("text-small", "own-mark");
        mark.setId(place.id("mark-" + value.key()));
        link.setId(place.id("link-" + value.key()));
        link.getStyleClass().addAll("button-icon", "flat", "small");
        link.setTooltip(new Tooltip("Take the value of all panes again"));
        link.setAccessibleText("Link " + value.label() + " to all panes again");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox top = new HBox(6, name, gap, mark, link);
        top.setAlignment(Pos.CENTER_LEFT);
        top.setMinHeight(24);
        getChildren().add(top);
    }

    /**
     * The row of a value.
     *
     * @param changed hears what a person sets
     * @param draw Ctrl+Enter in a text
     */
    public static ValueRow of(
            SharedValue value, Place place, Consumer<String> changed, Runnable draw) {
        return switch (value) {
            case PROMPT, NEGATIVE_PROMPT -> new Text(value, place, changed, draw);
            case CLASS, SAMPLER -> new Choice(value, place, changed);
            case SEED -> new Seed(place, changed);
            case STEPS ->
                    new Numeric(
                            value,
                            place,
                            new NumberSlider(1, 1000, 1, 30, "Denoiser calls a picture"),
                            changed);
            case GUIDANCE ->
                    new Numeric(
                            value,
                            place,
                            new NumberSlider(
                                    0,
                                    15,
                                    0.1,
                                    1,
                                    "1 is off; larger follows prompt or class more strongly"),
                            changed);
            case COUNT ->
                    new Numeric(
                            value,
                            place,
                            new NumberSlider(1, 16, 1, 4, "Pictures a pane"),
                            changed);
        };
    }

    public SharedValue value() {
        return value;
    }

    void setOnLink(Runnable action) {
        link.setOnAction(e -> action.run());
    }

    /**
     * Shows a value without telling that it changed.
     *
     * @param own whether it is one pane's own
     * @param others panes that have another, in words
     */
    final void show(
            String text, boolean own, String others, List<String> classes, List<String> samplers) {
        filling = true;
        try {
            fill(text, value == SharedValue.CLASS ? classes : samplers);
        } finally {
            filling = false;
        }
        link.setVisible(own);
        link.setManaged(own);
        mark.setText(own ? "its own" : others);
    }

    /** As above, where nothing is linked. */
    public final void show(String text, List<String> classes, List<String> samplers) {
        show(text, false, "", classes, samplers);
    }

    abstract void fill(String text, List<String> offered);

    final boolean filling() {
        return filling;
    }

    /** Prompts: a line each. */
    private static final class Text extends ValueRow {
        private final TextInputControl box;

        Text(SharedValue value, Place place, Consumer<String> changed, Runnable draw) {
            super(value, place);
            boolean main = value == SharedValue.PROMPT;
            if (main) {
                TextArea area = TabKey.leaves(new TextArea());
                area.setWrapText(true);
                area.setPrefRowCount(2);
                area.setMinHeight(54);
                box = area;
            } else {
                box = new TextField();
            }
            box.setId(place.id(value));
            box.setPromptText(main ? place.promptHint() : "What should not be there");
            box.setAccessibleText(value.label());
            box.textProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (!filling()) {
                                    changed.accept(is);
                                }
                            });
            // The area would take both keys for itself.
            box.addEventFilter(
                    KeyEvent.KEY_PRESSED,
                    key -> {
                        if (key.getCode() == KeyCode.ENTER && key.isShortcutDown()) {
                            key.consume();
                            draw.run();
                        }
                    });
            getChildren().add(box);
        }

        @Override
        void fill(String text, List<String> offered) {
            if (!box.getText().equals(text)) {
                box.setText(text);
            }
        }
    }

    /** Classes and samplers. */
    private static final class Choice extends ValueRow {
        private final ComboBox<String> box = new ComboBox<>();

        Choice(SharedValue value, Place place, Consumer<String> changed) {
            super(value, place);
            box.setId(place.id(value));
            box.setMaxWidth(Double.MAX_VALUE);
            box.setAccessibleText(value.label());
            box.setConverter(
                    new StringConverter<>() {
                        @Override
                        public String toString(String word) {
                            return value == SharedValue.SAMPLER && word != null
                                    ? SamplerNames.of(word)
                                    : word == null || word.isEmpty() ? place.anyClass() : word;
                        }

                        @Override
                        public String fromString(String typed) {
                            throw new UnsupportedOperationException("the box is not editable");
                        }
                    });
            box.valueProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (!filling() && is != null) {
                                    changed.accept(is);
                                }
                            });
            getChildren().add(box);
        }

        @Override
        void fill(String text, List<String> offered) {
            List<String> items = new java.util.ArrayList<>();
            if (value() == SharedValue.CLASS) {
                items.add("");
            }
            items.addAll(offered);
            if (!items.contains(text)) {
                items.add(text);
            }
            if (!box.getItems().equals(items)) {
                box.getItems().setAll(items);
            }
            box.setValue(text);
        }
    }

    /** A whole number with its neighbours and a die. */
    private static final class Seed extends ValueRow {
        private final TextField box = new TextField();

        Seed(Place place, Consumer<String> changed) {
            super(SharedValue.SEED, place);
            box.setId(place.id(SharedValue.SEED));
            box.setAccessibleText("Seed");
            HBox.setHgrow(box, Priority.ALWAYS);
            box.textProperty()
                    .addListener(
                            (o, was, is) -> {
                                boolean whole = is.strip().matches("-?\\d{1,18}");
                                box.pseudoClassStateChanged(
                                        javafx.css.PseudoClass.getPseudoClass("invalid"), !whole);
                                if (!filling() && whole) {
                                    changed.accept(is.strip());
                                }
                            });
            HBox line =
                    new HBox(
                            4,
                            box,
                            button(
                                    place.id("seed-less"),
                                    MaterialDesignM.MINUS,
                                    "Seed − 1",
                                    () -> by(-1)),
                            button(
                                    place.id("seed-more"),
                                    MaterialDesignP.PLUS,
                                    "Seed + 1",
                                    () -> by(1)),
                            button(
                                    place.id("seed-any"),
                                    MaterialDesignD.DICE_5_OUTLINE,
                                    "Another seed",
                                    () ->
                                            box.setText(
                                                    String.valueOf(
                                                            System.nanoTime()
                                                                    / 1000
                                                                    % 1_000_000))));
            line.setAlignment(Pos.CENTER_LEFT);
            getChildren().add(line);
        }

        private void by(long step) {
            String text = box.getText().strip();
            box.setText(
                    String.valueOf(text.matches("-?\\d{1,18}") ? Long.parseLong(text) + step : 0));
        }

        private static Node button(
                String id, org.kordamp.ikonli.Ikon icon, String help, Runnable action) {
            Button button = new Button("", new FontIcon(icon));
            button.setId(id);
            button.getStyleClass().addAll("button-icon", "flat", "small");
            button.setMinWidth(USE_PREF_SIZE);
            button.setTooltip(new Tooltip(help));
            button.setAccessibleText(help);
            button.setOnAction(e -> action.run());
            return button;
        }

        @Override
        void fill(String text, List<String> offered) {
            if (!box.getText().equals(text)) {
                box.setText(text);
            }
        }
    }

    /** A number that can be dragged and typed. */
    private static final class Numeric extends ValueRow {
        private final NumberSlider slider;

        Numeric(SharedValue value, Place place, NumberSlider slider, Consumer<String> changed) {
            super(value, place);
            this.slider = slider;
            slider.withId(place.id(value)).withName(value.label());
            slider.valueProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (!filling()) {
                                    changed.accept(NumberText.of(is.doubleValue()));
                                }
                            });
            getChildren().add(slider);
        }

        @Override
        void fill(String text, List<String> offered) {
            slider.set(Double.parseDouble(text));
        }
    }
}
