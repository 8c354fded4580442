package ldmstudio.app.control;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import ldmstudio.engine.config.Field;
import ldmstudio.engine.config.FieldInfo;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** Fills the field of a folder or a file from the system's chooser. */
final class BrowseButton extends Button {
    BrowseButton(FieldInfo field, TextField text) {
        super("", new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE));
        getStyleClass().addAll("button-icon", "small");
        setTooltip(new Tooltip("Browse"));
        setAccessibleText("Browse for " + field.label());
        disableProperty().bind(text.disableProperty());
        setOnAction(
                e -> {
                    File chosen = choose(field, text.getText());
                    if (chosen != null) {
                        text.setText(chosen.getPath());
                    }
                });
    }

    private @Nullable File choose(FieldInfo field, String now) {
        Path near = now.isBlank() ? null : Path.of(now).toAbsolutePath();
        File start = near != null && Files.isDirectory(near) ? near.toFile() : null;
        if (field.pick() == Field.Pick.FOLDER) {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(field.label());
            chooser.setInitialDirectory(start);
            return chooser.showDialog(getScene().getWindow());
        }
        FileChooser chooser = new FileChooser();
        chooser.setTitle(field.label());
        chooser.setInitialDirectory(start);
        return chooser.showOpenDialog(getScene().getWindow());
    }
}
