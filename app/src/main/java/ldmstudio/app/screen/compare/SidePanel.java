package ldmstudio.app.screen.compare;

import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/**
 * The right side of a page that draws with a worker of its own: the values, which scroll, and below
 * them what begins a drawing, what ends it, and what ends the worker.
 */
public final class SidePanel extends VBox {
    /**
     * What the buttons do.
     *
     * @param name of the deed that begins: the button's text
     */
    public record Deeds(String name, Runnable begin, Runnable cancel, Runnable unload) {}

    private final Button begin;
    private final Button cancel = new Button("Cancel", new FontIcon(MaterialDesignC.CLOSE));

    /**
     * @param id beginning of the parts' ids
     * @param help what beginning means, with its keys
     * @param above a line above the buttons; a folded one for none
     */
    public SidePanel(String id, Pane values, Deeds deeds, String help, Node above) {
        setId(id + "-settings");
        getStyleClass().addAll("settings-panel", "side-panel-plain");
        setMinWidth(300);
        setPrefWidth(330);
        values.setPadding(new Insets(12));
        ScrollPane scroll = new ScrollPane(values);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().addAll("plain-scroll", "edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        begin = new Button(deeds.name(), new FontIcon(MaterialDesignP.PLAY));
        begin.setId(id + "-" + deeds.name().toLowerCase(Locale.ROOT));
        begin.getStyleClass().add("accent");
        begin.setTooltip(new Tooltip(help));
        begin.setOnAction(e -> deeds.begin().run());
        cancel.setId(id + "-cancel");
        cancel.setTooltip(new Tooltip("Esc: ends within a step; what was drawn stays"));
        cancel.setOnAction(e -> deeds.cancel().run());
        Button unload = new Button("Free memory");
        unload.setId(id + "-unload");
        unload.getStyleClass().add("flat");
        unload.setTooltip(new Tooltip("Ends the worker that holds the models in memory"));
        unload.setOnAction(e -> deeds.unload().run());
        for (Button button : new Button[] {begin, cancel, unload}) {
            button.setMinWidth(USE_PREF_SIZE);
        }
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(4, unload, gap, cancel, begin);
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox bottom = new VBox(8, above, buttons);
        bottom.getStyleClass().add("settings-start");
        bottom.setPadding(new Insets(10));
        getChildren().addAll(scroll, bottom);
    }

    /** What can be pressed now. */
    public void allow(boolean beginning, boolean cancelling) {
        begin.setDisable(!beginning);
        cancel.setDisable(!cancelling);
    }

    /** Shows a part or folds it away. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
