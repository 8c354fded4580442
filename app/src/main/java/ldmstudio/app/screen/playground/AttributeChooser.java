package ldmstudio.app.screen.playground;

import java.util.List;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import ldmstudio.engine.data.AttributeSentence;

/** The attributes of which a model's captions are made: a tick writes one into the prompt. */
final class AttributeChooser extends Button {
    private static final int NAMED = 3;

    private final SampleForm form;
    private final ObservableList<String> shown = FXCollections.observableArrayList();
    private final TickList list;

    AttributeChooser(SampleForm form) {
        this.form = form;
        setId("sample-attributes");
        getStyleClass().add("play-field");
        setMaxWidth(Double.MAX_VALUE);
        setTooltip(new Tooltip("What the prompt says, as the captions of the training said it"));
        list =
                new TickList(
                        this,
                        "attributes",
                        shown,
                        i -> on().contains(form.attributes().get(i)),
                        (i, on) -> set(form.attributes().get(i), on),
                        "None",
                        this::none);
        form.attributes().addListener((ListChangeListener<String>) c -> show());
        form.promptProperty().addListener((o, was, is) -> show());
        show();
    }

    /** What is opened, for tests. */
    TickList list() {
        return list;
    }

    private AttributePrompt words() {
        return new AttributePrompt(form.attributes());
    }

    private Set<String> on() {
        return words().on(form.promptProperty().get());
    }

    private void set(String name, boolean on) {
        form.promptProperty().set(words().with(form.promptProperty().get(), name, on));
    }

    private void none() {
        for (String name : on()) {
            set(name, false);
        }
    }

    private void show() {
        List<String> names = form.attributes().stream().map(AttributeSentence::words).toList();
        if (!shown.equals(names)) {
            shown.setAll(names);
        }
        List<String> on = on().stream().map(AttributeSentence::words).toList();
        String said =
                on.isEmpty()
                        ? "none of " + names.size()
                        : on.size() <= NAMED
                                ? String.join(", ", on)
                                : on.size() + " of " + names.size();
        setText(said);
        setAccessibleText("Attributes: " + said);
    }
}
