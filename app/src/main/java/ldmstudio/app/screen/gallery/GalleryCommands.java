package ldmstudio.app.screen.gallery;

import java.nio.file.Files;
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

    /** Gives a star to all of them, or takes it from all when all have it. */
    void star(List<GalleryItem> items) {
        boolean on = !items.stream().allMatch(model::isStarred);
        items.forEach(item -> model.star(item, on));
    }

    void star(GalleryItem item) {
        star(List.of(item));
    }

    void delete(GalleryItem item) {
        model.delete(List.of(item));
    }

    /** Pictures that can be the ends of a walk. */
    static List<GalleryItem> ends(List<GalleryItem> items) {
        return items.stream().filter(item -> !item.video()).toList();
    }

    /** Another page makes the pictures the ends of a walk, with the model of the first. */
    void walk(List<GalleryItem> items) {
        List<GalleryItem> ends = ends(items);
        if (ends.size() < 2) {
            return;
        }
        Path folder = model.folder();
        List<Path> files = ends.stream().map(item -> item.in(folder)).toList();
        context.runner()
                .run("Look for the model of " + ends.get(0).name(), p -> modelOf(ends, folder))
                .onSuccess(
                        with ->
                                context.navigator()
                                        .show(
                                                "interpolate",
                                                new OpenRequest.WalkBetween(with, files)))
                .onFailure(e -> context.notifications().failed("No walk was begun", e));
    }

    private static String modelOf(List<GalleryItem> items, Path folder) {
        return items.stream()
                .filter(item -> !item.modelPath().isEmpty())
                .map(item -> folder.resolve(item.modelPath()))
                .filter(Files::exists)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    /** What is chosen as files, for other programs; one picture with its pixels. */
    void copy(List<GalleryItem> items) {
        if (items.size() == 1) {
            copy(items.get(0));
            return;
        }
        ClipboardContent content = new ClipboardContent();
        content.putFiles(items.stream().map(item -> item.in(model.folder()).toFile()).toList());
        Clipboard.getSystemClipboard().setContent(content);
        context.notifications()
                .show(Notification.info("Copied", items.size() + " files are in the clipboard."));
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

    /**
     * What a right click offers.
     *
     * @param chosen all that is chosen, the item among it
     */
    ContextMenu menu(GalleryItem item, List<GalleryItem> chosen) {
        ContextMenu menu = new ContextMenu();
        if (chosen.size() > 1) {
            if (ends(chosen).size() > 1) {
                add(menu, "Walk between these", () -> walk(chosen));
            }
            add(menu, "Star or take it away", () -> star(chosen));
            add(menu, "Copy " + chosen.size() + " files", () -> copy(chosen));
            add(menu, "Delete " + chosen.size(), () -> model.delete(chosen));
            return menu;
        }
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
