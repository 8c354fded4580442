package ldmstudio.app.screen.compare;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import ldmstudio.engine.run.Checkpoint;
import org.jspecify.annotations.Nullable;

/** The models to choose from as a menu: runs, their checkpoints, files and folders. */
public final class ModelMenu {
    private final ModelChoices choices;
    private final Supplier<@Nullable Window> window;

    public ModelMenu(ModelChoices choices, Supplier<@Nullable Window> window) {
        this.choices = choices;
        this.window = window;
    }

    /** Fresh items; {@code chosen} hears the model's place and its name. */
    public List<MenuItem> items(BiConsumer<Path, String> chosen) {
        choices.refresh();
        List<MenuItem> items = new ArrayList<>();
        for (ModelChoices.Choice run : choices.choices()) {
            MenuItem newest =
                    new MenuItem(
                            run.name()
                                    + (run.shipped()
                                            ? ", comes with the studio"
                                            : ", newest checkpoint"));
            newest.setOnAction(e -> chosen.accept(run.folder(), run.name()));
            if (run.checkpoints().size() < 2) {
                items.add(newest);
                continue;
            }
            Menu all = new Menu(run.name());
            all.getItems().addAll(newest, new SeparatorMenuItem());
            for (Checkpoint checkpoint : run.checkpoints()) {
                String name = ModelChoices.name(run.name(), checkpoint.step());
                MenuItem one = new MenuItem(name);
                one.setOnAction(e -> chosen.accept(checkpoint.path(), name));
                all.getItems().add(one);
            }
            items.add(all);
        }
        if (!items.isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
        MenuItem file = new MenuItem("Model file…");
        file.setOnAction(e -> chooseFile(chosen));
        MenuItem folder = new MenuItem("Model folder…");
        folder.setOnAction(e -> chooseFolder(chosen));
        items.add(file);
        items.add(folder);
        return items;
    }

    private void chooseFile(BiConsumer<Path, String> chosen) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("A model to compare");
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Models", "*.safetensors", "*.ckpt", "*.pth"));
        File file = chooser.showOpenDialog(window.get());
        if (file != null) {
            chosen.accept(file.toPath(), ModelChoices.name(file.toPath()));
        }
    }

    private void chooseFolder(BiConsumer<Path, String> chosen) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("A run, a checkpoint or a pipeline's folder");
        File folder = chooser.showDialog(window.get());
        if (folder != null) {
            chosen.accept(folder.toPath(), ModelChoices.name(folder.toPath()));
        }
    }
}
