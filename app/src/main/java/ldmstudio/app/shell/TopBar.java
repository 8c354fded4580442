package ldmstudio.app.shell;

import java.nio.file.Path;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** Workspace, where we are, the way to every command, and the bell. */
final class TopBar extends HBox {
    private final AppContext context;
    private final MenuButton workspace = new MenuButton();

    TopBar(AppContext context, ScreenHost host, WorkspaceChooser chooser, Button bell) {
        this.context = context;
        setId("top-bar");
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);

        workspace.setId("workspace-menu");
        workspace.getStyleClass().addAll("flat", "workspace-menu");
        workspace.setGraphic(new FontIcon(MaterialDesignF.FOLDER_OUTLINE));
        workspace.setOnShowing(event -> fill(chooser));
        context.workspace().folderProperty().subscribe(this::name);
        fill(chooser);

        Label place = new Label();
        place.getStyleClass().add("place");
        host.currentProperty()
                .addListener((property, old, now) -> place.setText(now == null ? "" : now.title()));

        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label separator = new Label("›");
        separator.getStyleClass().add("place-separator");
        getChildren().addAll(workspace, separator, place, space, paletteButton(), bell);
    }

    private Button paletteButton() {
        Button button = new Button("Search commands", new FontIcon(MaterialDesignM.MAGNIFY));
        button.setId("palette-button");
        button.getStyleClass().add("palette-button");
        context.actions()
                .find("view.palette")
                .map(Action::shortcutText)
                .ifPresent(keys -> button.setText("Search commands   " + keys));
        button.setOnAction(event -> context.actions().find("view.palette").ifPresent(Action::fire));
        button.setFocusTraversable(false);
        return button;
    }

    private void name(Path folder) {
        workspace.setText(context.workspace().name());
        workspace.setTooltip(new Tooltip("Workspace: " + folder));
    }

    private void fill(WorkspaceChooser chooser) {
        workspace.getItems().clear();
        for (String recent : context.preferences().settings().recentWorkspaces()) {
            Path folder = Path.of(recent);
            if (!folder.equals(context.workspace().folder())) {
                MenuItem item = new MenuItem(recent);
                item.setMnemonicParsing(false);
                item.setOnAction(event -> chooser.open(folder));
                workspace.getItems().add(item);
            }
        }
        if (!workspace.getItems().isEmpty()) {
            workspace.getItems().add(new SeparatorMenuItem());
        }
        MenuItem other = new MenuItem("Open another folder…");
        other.setOnAction(event -> chooser.choose(getScene().getWindow()));
        MenuItem reveal = new MenuItem("Show in the file manager");
        reveal.setOnAction(event -> chooser.reveal(context.workspace().folder()));
        workspace.getItems().addAll(other, reveal);
    }
}
