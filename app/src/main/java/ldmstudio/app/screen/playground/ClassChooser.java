package ldmstudio.app.screen.playground;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

/**
 * Which of a model's classes are drawn, in turn. None ticked means all of them. The panel shows it
 * for models that have classes alone.
 */
final class ClassChooser extends Button {
    private static final int NAMED = 3;

    private final SampleForm form;
    private final TickList list;

    ClassChooser(SampleForm form) {
        this.form = form;
        setId("sample-class");
        getStyleClass().add("play-field");
        setMaxWidth(Double.MAX_VALUE);
        setTooltip(new Tooltip("Which classes are drawn, in turn"));
        list =
                new TickList(
                        this,
                        "classes",
                        form.classes(),
                        form.classLabels()::contains,
                        this::tick,
                        "All in turn",
                        form.classLabels()::clear);
        form.classes().addListener((ListChangeListener<String>) c -> show());
        form.classLabels().addListener((ListChangeListener<Integer>) c -> show());
        show();
    }

    /** What is opened, for tests. */
    TickList list() {
        return list;
    }

    private void show() {
        List<Integer> chosen = form.classLabels();
        int count = form.classes().size();
        setDisable(count == 0);
        String words =
                count == 0
                        ? "none"
                        : chosen.isEmpty()
                                ? "all " + count + " in turn"
                                : chosen.size() <= NAMED
                                        ? String.join(
                                                ", ", chosen.stream().map(this::name).toList())
                                        : chosen.size() + " of " + count;
        setText(words);
        setAccessibleText("Class: " + words);
    }

    private String name(int label) {
        return label < form.classes().size() ? form.classes().get(label) : "class " + label;
    }

    private void tick(Integer label, boolean on) {
        if (on && !form.classLabels().contains(label)) {
            form.classLabels().add(label);
            form.classLabels().sort(Integer::compare);
        } else if (!on) {
            form.classLabels().remove(label);
        }
    }
}
