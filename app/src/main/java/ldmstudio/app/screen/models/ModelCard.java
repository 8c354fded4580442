package ldmstudio.app.screen.models;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.TabKey;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.text.Readable;
import ldmstudio.engine.run.RunStatus;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** What a file is: in words, what it can be used for, its facts, networks and metadata. */
final class ModelCard extends ScrollPane {
    private final ModelsViewModel model;
    private final AppContext context;
    private final Runnable another;
    private final VBox page = new VBox();
    private final HashRow hash;
    private @Nullable ConvertRow convert;

    /**
     * @param another asks for another file
     */
    ModelCard(ModelsViewModel model, AppContext context, Runnable another) {
        this.model = model;
        this.context = context;
        this.another = another;
        this.hash = new HashRow(model);
        setId("model-card");
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinWidth(340);
        getStyleClass().add("edge-to-edge");
        page.getStyleClass().add("details-pane");
        setContent(page);
    }

    /** Takes over the state of the hash. */
    void refreshHash() {
        hash.refresh();
    }

    /** Takes over where the conversion is. */
    void refreshConversion() {
        ConvertRow row = convert;
        if (row != null) {
            row.show();
        }
    }

    /** Takes over how far the hash and the conversion are. */
    void sample() {
        hash.sample();
        ConvertRow row = convert;
        if (row != null) {
            row.sample();
        }
    }

    void show(InspectedModel said) {
        ModelUses uses = ModelUses.of(said);
        Label title = new Label(said.heading());
        title.setId("model-what");
        title.getStyleClass().add("empty-title");
        List<Node> nodes = new ArrayList<>(List.of(wrapped(title)));
        String use = use(said, uses);
        if (!use.isEmpty()) {
            Label words = new Label(use);
            words.setId("model-use");
            words.getStyleClass().add("row-text");
            nodes.add(wrapped(words));
        }
        nodes.add(buttons(said, uses));
        nodes.add(facts(said));
        if (!said.parts().isEmpty()) {
            nodes.add(section("Networks", said.parts().stream().map(ModelCard::part).toList()));
        }
        if (!said.metadata().isEmpty()) {
            nodes.add(section("Metadata", List.of(new MetadataTable(said.metadata()))));
        }
        convert =
                uses.forms().isEmpty()
                        ? null
                        : new ConvertRow(
                                model.conversion(), model.given(), target(), uses, model::inspect);
        if (convert != null) {
            nodes.add(section("Convert", List.of(convert)));
        }
        page.getChildren().setAll(nodes);
        hash.refresh();
        setVvalue(0);
    }

    /** The engine speaks of the command line; the window has buttons. */
    private static String use(InspectedModel said, ModelUses uses) {
        if (uses.draws()) {
            return "The Playground draws with it, and a training can go on from its weights.";
        }
        return uses.autoencoder() ? "A diffusion model can be trained on its latents." : said.use();
    }

    private FlowPane buttons(InspectedModel said, ModelUses uses) {
        FlowPane buttons = new FlowPane(8, 8);
        if (uses.draws()) {
            Button draw = button("model-draw", MaterialDesignI.IMAGE_AUTO_ADJUST, "Draw with it");
            draw.getStyleClass().add("accent");
            draw.setOnAction(event -> draw());
            buttons.getChildren().add(draw);
        }
        if (uses.begins()) {
            Button train = button("model-train", MaterialDesignP.PLAY, "Train on from it");
            train.setOnAction(event -> begin(trainingFields(said)));
            buttons.getChildren().add(train);
        }
        if (uses.autoencoder()) {
            Button train =
                    button(
                            "model-autoencoder",
                            MaterialDesignV.VECTOR_POLYLINE,
                            "Train on its latents");
            train.getStyleClass().add("accent");
            train.setOnAction(event -> begin(List.of("autoencoder")));
            buttons.getChildren().add(train);
        }
        Button other =
                button("model-another", MaterialDesignF.FILE_SEARCH_OUTLINE, "Another file…");
        other.setOnAction(event -> another.run());
        buttons.getChildren()
                .addAll(
                        new CopyButton(
                                "model-copy-path", "Copy path", () -> model.given().toString()),
                        other);
        return buttons;
    }

    /** A pipeline's folder brings the autoencoder that its denoiser was trained with. */
    private static List<String> trainingFields(InspectedModel said) {
        boolean brings =
                !said.isFile() && said.parts().stream().anyMatch(p -> p.role().equals("vae"));
        return brings ? List.of("init_from", "autoencoder") : List.of("init_from");
    }

    private void draw() {
        Path given = model.given();
        boolean listed =
                given.startsWith(context.workspace().runs().toAbsolutePath().normalize())
                        && RunStatus.isRunFolder(given);
        context.navigator()
                .show(
                        "playground",
                        listed
                                ? new OpenRequest.SampleFrom(given)
                                : new OpenRequest.SampleWith(given));
    }

    private void begin(List<String> fields) {
        context.navigator().show("diffusion", new OpenRequest.BeginWith(model.given(), fields));
    }

    /** Where a converted model is written: beside the source, but never among the runs. */
    private Path target() {
        Path given = model.given();
        Path workspace = context.workspace().folder().toAbsolutePath().normalize();
        Path beside = given.getParent();
        return given.startsWith(workspace) || beside == null ? workspace : beside;
    }

    private GridPane facts(InspectedModel said) {
        GridPane grid = new GridPane();
        grid.setHgap(16);
        grid.setVgap(6);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        Label path = fact(grid, "Path", said.path());
        path.setId("model-path");
        path.getStyleClass().add("mono");
        fact(grid, "Format", said.format());
        fact(grid, "Size", said.bytes() > 0 ? Readable.bytes(said.bytes()) : "");
        if (said.isFile()) {
            row(grid, "SHA-256", hash);
        }
        fact(grid, "Parameters", said.parameters() > 0 ? Readable.count(said.parameters()) : "");
        fact(grid, "Types", types(said.types()));
        return grid;
    }

    private static String types(Map<String, Long> types) {
        return types.size() == 1
                ? types.keySet().iterator().next()
                : types.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + " " + Readable.count(entry.getValue()))
                        .collect(Collectors.joining("  ·  "));
    }

    private static Label fact(GridPane grid, String name, String value) {
        Label words = wrapped(new Label(value));
        if (!value.isEmpty()) {
            row(grid, name, words);
        }
        return words;
    }

    private static void row(GridPane grid, String name, Node value) {
        Label label = new Label(name);
        label.getStyleClass().add("row-text");
        GridPane.setValignment(label, VPos.TOP);
        grid.addRow(grid.getRowCount(), label, value);
    }

    private static Node part(InspectedModel.Part part) {
        Label name = new Label(part.role().isEmpty() ? part.className() : part.role());
        name.getStyleClass().add("row-name");
        Label words =
                new Label(
                        (part.role().isEmpty() ? "" : part.className() + "  ·  ")
                                + Readable.count(part.parameters())
                                + " parameters");
        words.getStyleClass().add("row-text");
        VBox box = new VBox(2, name, wrapped(words));
        if (!part.config().isEmpty()) {
            String config =
                    part.config().entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .collect(Collectors.joining("\n"));
            TextArea text = TabKey.leaves(new TextArea(config));
            text.setEditable(false);
            text.setPrefRowCount(Math.min(14, part.config().size()));
            text.getStyleClass().add("details-text");
            TitledPane folded = new TitledPane("Configuration", text);
            folded.setExpanded(false);
            folded.setAnimated(false);
            folded.getStyleClass().add("dense");
            box.getChildren().add(folded);
        }
        return box;
    }

    private static VBox section(String title, List<? extends Node> content) {
        Label heading = new Label(title);
        heading.getStyleClass().add("section-title");
        VBox box = new VBox(8, heading);
        box.getChildren().addAll(content);
        return box;
    }

    private static Label wrapped(Label label) {
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Button button(String id, Ikon icon, String label) {
        Button button = new Button(label, new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
