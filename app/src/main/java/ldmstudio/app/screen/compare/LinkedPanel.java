package ldmstudio.app.screen.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The right side: one set of controls for all panes, or for one pane after its letter was chosen;
 * what is changed for one pane is its own from then on.
 */
final class LinkedPanel {
    private static final ValueRow.Place PLACE =
            new ValueRow.Place(
                    "compare-",
                    "",
                    "all in turn",
                    "What is to be seen? One line a prompt; several in turn.");

    private final CompareViewModel model;
    private final FlowPane scopes = new FlowPane(4, 4);
    private final ToggleGroup group = new ToggleGroup();
    private final Label scopeWords = new Label();
    private final List<ValueRow> rows = new ArrayList<>();
    private final VBox fields = new VBox(10);
    private final CheckBox live = new CheckBox("Draw as values change");
    private final SidePanel root;

    /** Id of the pane that is set; 0: all. */
    private int scope;

    private List<Integer> shownScopes = List.of(-1);

    LinkedPanel(CompareViewModel model) {
        this.model = model;
        scopes.setAccessibleText("Panes that the values below are for");
        scopeWords.getStyleClass().addAll("text-muted", "text-small");
        scopeWords.setWrapText(true);
        scopeWords.setMinHeight(Region.USE_PREF_SIZE);
        for (SharedValue value : SharedValue.values()) {
            ValueRow row =
                    ValueRow.of(value, PLACE, text -> model.set(scope, value, text), model::draw);
            row.setOnLink(() -> model.link(scope, value));
            rows.add(row);
            fields.getChildren().add(row);
        }
        Label noise =
                new Label(
                        "The noise is a function of seed and picture number alone: the second"
                                + " picture of seed 7 starts from the same noise in every pane, whatever its model,"
                                + " sampler and steps. Only models whose latents have another shape"
                                + " take other numbers of the same stream.");
        noise.getStyleClass().addAll("text-muted", "text-small");
        noise.setWrapText(true);
        noise.setMinHeight(Region.USE_PREF_SIZE);
        live.setId("compare-live");
        live.setTooltip(
                new Tooltip(
                        "After the first drawing, panes follow the controls. Such drafts are not"
                                + " kept among the workspace's pictures; those of Draw are."));
        live.setOnAction(e -> model.update(state -> state.withLive(live.isSelected())));
        root =
                new SidePanel(
                        "compare",
                        new VBox(10, scopes, scopeWords, fields, noise),
                        new SidePanel.Deeds("Draw", model::draw, model::cancel, model::unload),
                        "Ctrl+Enter: draws what is not up to date; then all anew",
                        live);
        model.stateProperty().addListener((o, was, is) -> fill());
        model.learnedProperty().addListener((o, was, is) -> fill());
        fill();
    }

    Node root() {
        return root;
    }

    /** Chooses whose values are shown: a pane's id, or 0 for all. */
    void choose(int pane) {
        scope = pane;
        fill();
    }

    /** What changes while pictures are drawn. */
    void refresh() {
        root.allow(model.state().panes().stream().anyMatch(PaneSpec::draws), model.busy());
    }

    private void fill() {
        CompareState state = model.state();
        if (scope != 0 && state.pane(scope).isEmpty()) {
            scope = 0;
        }
        fillScopes(state);
        live.setSelected(state.live());
        PaneSpec one = state.pane(scope).orElse(null);
        boolean picture = one != null && !one.draws();
        scopeWords.setText(
                one == null
                        ? "These values are those of all panes. Choose a letter to give one pane its"
                                + " own."
                        : picture
                                ? "This pane shows a picture file; nothing is drawn for it."
                                : "What you change here is this pane's own and marked there.");
        fields.setDisable(picture);
        Offers offers = offers(one);
        for (ValueRow row : rows) {
            String text = one == null ? state.shared(row.value()) : state.value(one, row.value());
            row.show(
                    text,
                    one != null && one.owns(row.value()),
                    one == null ? owners(state, row.value()) : "",
                    offers.classes(),
                    offers.samplers());
            boolean heard =
                    switch (row.value()) {
                        case PROMPT, NEGATIVE_PROMPT -> offers.text();
                        case CLASS -> !offers.classes().isEmpty();
                        default -> true;
                    };
            SidePanel.show(row, heard);
        }
        refresh();
    }

    /** What the models can be told; what none is known to hear is not asked. */
    private record Offers(boolean text, List<String> classes, List<String> samplers) {}

    private Offers offers(@org.jspecify.annotations.Nullable PaneSpec one) {
        boolean text = false;
        boolean unknown = false;
        TreeSet<String> classes = new TreeSet<>();
        List<String> samplers = new ArrayList<>();
        for (PaneSpec pane : one == null ? model.state().panes() : List.of(one)) {
            if (!pane.draws()) {
                continue;
            }
            ModelKnowledge known = model.knowledge(pane).orElse(null);
            if (known == null) {
                unknown = true;
                continue;
            }
            text |= known.text();
            classes.addAll(known.classes());
            known.samplers().stream()
                    .filter(word -> !samplers.contains(word))
                    .forEach(samplers::add);
        }
        return new Offers(text || unknown, List.copyOf(classes), samplers);
    }

    private static String owners(CompareState state, SharedValue value) {
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < state.panes().size(); i++) {
            if (state.panes().get(i).owns(value)) {
                letters.add(CompareState.letter(i));
            }
        }
        return letters.isEmpty()
                ? ""
                : String.join(", ", letters)
                        + (letters.size() == 1 ? " has" : " have")
                        + " another";
    }

    private void fillScopes(CompareState state) {
        List<Integer> wanted = state.panes().stream().map(PaneSpec::id).toList();
        if (wanted.equals(shownScopes)) {
            group.getToggles().stream()
                    .filter(button -> Integer.valueOf(scope).equals(button.getUserData()))
                    .forEach(button -> button.setSelected(true));
            return;
        }
        shownScopes = wanted;
        boolean focused = scopes.getChildren().stream().anyMatch(Node::isFocused);
        group.getToggles().clear();
        scopes.getChildren().setAll(scope("compare-scope-all", "All panes", 0));
        for (int i = 0; i < state.panes().size(); i++) {
            String letter = CompareState.letter(i);
            scopes.getChildren()
                    .add(scope("compare-scope-" + letter, letter, state.panes().get(i).id()));
        }
        if (focused && group.getSelectedToggle() instanceof Node chosen) {
            chosen.requestFocus();
        }
    }

    private Node scope(String id, String words, int pane) {
        ToggleButton button = new ToggleButton(words);
        button.setId(id);
        button.getStyleClass().add("small");
        button.setUserData(pane);
        button.setToggleGroup(group);
        button.setSelected(pane == scope);
        button.setAccessibleText(pane == 0 ? "Values of all panes" : "Values of pane " + words);
        // Arrow keys choose within a group without pressing a button.
        button.selectedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is && scope != pane) {
                                choose(pane);
                            }
                        });
        button.setOnAction(
                e -> {
                    button.setSelected(true);
                    choose(pane);
                });
        return button;
    }
}
