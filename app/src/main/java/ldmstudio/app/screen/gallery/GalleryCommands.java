package ldmstudio.app.screen.gallery;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.Pictures;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.workspace.FileManagers;
import ldmstudio.engine.data.PictureFile;

/** What can be done with an item, by button, key and right click alike. */
final class GalleryCommands {
    private final GalleryViewModel model;
    private final AppContext context;

    GalleryCommands(GalleryViewModel model, AppContext context) {
        this.model = model;
        this.context = context;
    }

    void star(GalleryItem item) {
        model.star(item, !model.isStarred(item));
    }

    void delete(GalleryItem item) {
        model.delete(item);
    }

    void openSettings(GalleryItem item) {
        if (item.hasRecipe() && !item.video()) {
            context.navigator()
                    .show("playground", new OpenRequest.Settings(item.in(model.folder())));
        }
    }

    /** The file, and a picture's pixels with it: other programs take what they can use. */
    void copy(GalleryItem item) {
        Path file = item.in(model.folder());
        if (item.video()) {
            copied(file, new ClipboardContent());
            return;
        }
        context.runner()
                .run("Copy " + item.name(), p -> Pictures.image(PictureFile.read(file)))
                .onSuccess(
                        image -> {
                            ClipboardContent content = new ClipboardContent();
                            content.putImage(image);
                            copied(file, content);
                        })
                .onFailure(e -> context.notifications().failed("Nothing was copied", e));
    }

    private void copied(Path file, ClipboardContent content) {
        content.putFiles(List.of(file.toFile()));
        content.putString(file.toString());
        Clipboard.getSystemClipboard().setContent(content);
        context.notifications()
                .show(Notification.info("Copied", file.getFileName() + " is in the clipboard."));
    }

    void reveal(GalleryItem item) {
        Path file = item.in(model.folder());
        Path folder = Objects.requireNonNullElse(file.getParent(), file);
        context.runner()
                .run("Show " + folder, p -> FileManagers.reveal(folder))
                .onFailure(e -> context.notifications().failed("The folder cannot be shown", e));
    }

    ContextMenu menu(GalleryItem item) {
        ContextMenu menu = new ContextMenu();
        add(menu, model.isStarred(item) ? "Take the star away" : "Star", () -> star(item));
        if (item.hasRecipe() && !item.video()) {
            add(menu, "Open settings in Playground", () -> openSettings(item));
        }
        add(menu, "Copy", () -> copy(item));
        add(menu, "Show in folder", () -> reveal(item));
        add(menu, "Delete", () -> delete(item));
        return menu;
    }

    private static void add(ContextMenu menu, String label, Runnable run) {
        MenuItem entry = new MenuItem(label);
        entry.setOnAction(event -> run.run());
        menu.getItems().add(entry);
    }
}
