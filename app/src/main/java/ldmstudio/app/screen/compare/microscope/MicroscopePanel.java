package ldmstudio.app.screen.compare.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.control.SegmentedChoice;
import ldmstudio.app.screen.compare.ModelKnowledge;
import ldmstudio.app.screen.compare.ModelMenu;
import ldmstudio.app.screen.compare.SharedValue;
import ldmstudio.app.screen.compare.SidePanel;
import ldmstudio.app.screen.compare.ValueRow;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.Kind;
import ldmstudio.app.screen.compare.microscope.MicroscopeForm.WaySettings;
import org.jspecify.annotations.Nullable;

/** The right side of the microscope: model, first way, other way. */
final class MicroscopePanel {
    private static final List<SharedValue> OF_BOTH_WAYS =
            List.of(
                    SharedValue.PROMPT,
                    SharedValue.NEGATIVE_PROMPT,
                    SharedValue.STEPS,
                    SharedValue.GUIDANCE,
                    SharedValue.SAMPLER);

    private final MicroscopeViewModel model;
    private final MenuButton models = new MenuButton();
    private final WayFields first;
    private final WayFields second;
    private final SegmentedChoice<Kind> kind;
    private final NumberSlider branchAt =
            new NumberSlider(0, 999, 1, 5, "Steps of the first way that are done before")
                    .withId("microscope-branch-at");
    private final VBox branchRow = new VBox(3, new Label("Branch after step"), branchAt);
    private final Label kindWords = new Label();
    private final SidePanel root;
    private boolean filling;

    MicroscopePanel(MicroscopeViewModel model, ModelMenu menu) {
        this.model = model;
        models.setId("microscope-model");
        models.setMaxWidth(Double.MAX_VALUE);
        models.setAccessibleText("Model");
        models.setOnShowing(e -> models.getItems().setAll(menu.items(model::choose)));
        // A menu without items does not open, and so would never be filled.
        models.getItems().setAll(new MenuItem(""));
        first = new WayFields(false);
        second = new WayFields(true);
        kind =
                new SegmentedChoice<>(
                        List.of(Kind.values()),
                        model.form().kind(),
                        Kind::label,
                        k -> "microscope-kind-" + k.name().toLowerCase(Locale.ROOT));
        kind.valueProperty().addListener((o, was, is) -> change("kind", form -> form.withKind(is)));
        branchAt.valueProperty()
                .addListener(
                        (o, was, is) -> change("at", form -> form.withBranchAt(is.intValue())));
        kindWords.getStyleClass().addAll("text-muted", "text-small");
        kindWords.setWrapText(true);
        kindWords.setMinHeight(Region.USE_PREF_SIZE);
        Region nothing = new Region();
        SidePanel.show(nothing, false);
        root =
                new SidePanel(
                        "microscope",
                        new VBox(
                                10,
                                new VBox(3, new Label("Model"), models),
                                first,
                                kind,
                                kindWords,
                                branchRow,
                                second),
                        new SidePanel.Deeds("Follow", model::follow, model::cancel, model::unload),
                        "Ctrl+Enter: draws with every step shown",
                        nothing);
        model.formProperty().addListener((o, was, is) -> fill());
        model.knowledgeProperty().addListener((o, was, is) -> fill());
        model.phaseProperty().addListener((o, was, is) -> fill());
        fill();
    }

    Node root() {
        return root;
    }

    private void change(
            String what, java.util.function.UnaryOperator<MicroscopeForm> changeOfForm) {
        if (!filling) {
            model.edit(what, changeOfForm);
        }
    }

    private void fill() {
        MicroscopeForm form = model.form();
        ModelKnowledge known = model.knowledgeProperty().get().orElse(null);
        filling = true;
        try {
            models.setText(form.model().isEmpty() ? "Choose a model" : form.name());
            first.fill(form, form.first(), known, true);
            second.fill(form, form.second(), known, form.kind() == Kind.BRANCH);
            kind.valueProperty().set(form.kind());
            branchAt.set(form.branchAt());
        } finally {
            filling = false;
        }
        SidePanel.show(second, form.kind() != Kind.ALONE);
        SidePanel.show(branchRow, form.kind() == Kind.BRANCH);
        kindWords.setText(words(form.kind()));
        root.allow(!form.model().isEmpty() && !model.busy(), model.busy());
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case ALONE -> "Every state of one sampling, from noise to picture.";
            case BESIDE ->
                    "Both leave the same noise (a function of seed and picture number); only the"
                            + " sampler, its steps and its guidance differ.";
            case BRANCH ->
                    "Before the branch both ways are the same, bit for bit. Multistep samplers"
                            + " (DPM-Solver++ 2M and 3M, PNDM, UniPC) and LCM begin a branch without"
                            + " the answers of earlier steps, so even with equal settings their"
                            + " first steps differ a little.";
        };
    }

    /** The values of one way. */
    private final class WayFields extends VBox {
        private final List<ValueRow> rows = new ArrayList<>();
        private final boolean other;

        WayFields(boolean other) {
            super(10);
            this.other = other;
            ValueRow.Place place =
                    new ValueRow.Place(
                            "microscope-",
                            other ? "-second" : "-first",
                            "the first",
                            other ? "Empty: that of the first way" : "What is to be seen?");
            for (SharedValue value : SharedValue.values()) {
                // Class and noise are those of both: else nothing could be told from the distance.
                boolean wanted =
                        OF_BOTH_WAYS.contains(value) || (!other && value != SharedValue.COUNT);
                if (wanted) {
                    rows.add(
                            ValueRow.of(value, place, text -> changed(value, text), model::follow));
                }
            }
            getChildren().addAll(rows);
        }

        private void changed(SharedValue value, String text) {
            String what = (other ? "second " : "first ") + value.key();
            change(
                    what,
                    form ->
                            value == SharedValue.CLASS
                                    ? form.withClass(text)
                                    : other
                                            ? form.withSecond(form.second().with(value, text))
                                            : form.withFirst(form.first().with(value, text)));
        }

        /**
         * Shows values without telling that they changed.
         *
         * @param texts whether this way may have prompts of its own
         */
        void fill(
                MicroscopeForm form,
                WaySettings settings,
                @Nullable ModelKnowledge known,
                boolean texts) {
            List<String> classes = known == null ? List.of() : known.classes();
            List<String> samplers = known == null ? List.of() : known.samplers();
            for (ValueRow row : rows) {
                row.show(
                        row.value() == SharedValue.CLASS
                                ? form.className()
                                : settings.value(row.value()),
                        classes,
                        samplers);
                SidePanel.show(
                        row,
                        switch (row.value()) {
                            case PROMPT, NEGATIVE_PROMPT ->
                                    texts && (known == null || known.text());
                            case CLASS -> !classes.isEmpty();
                            default -> true;
                        });
            }
        }
    }
}
