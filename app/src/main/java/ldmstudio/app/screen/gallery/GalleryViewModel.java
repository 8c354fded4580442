package ldmstudio.app.screen.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.concurrent.Progress;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.PictureTrash;
import ldmstudio.app.workspace.Workspace;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;

/** State of the Gallery page: what there is, what is looked at, what is done with it. */
final class GalleryViewModel {
    /** What the page shows. */
    enum Phase {
        READING,
        EMPTY,
        SHOWN,
        FAILED
    }

    /** How a verification stands; {@code result} null: none yet, {@code trouble} empty: fine. */
    record Check(boolean running, @Nullable Verification result, String trouble) {
        static final Check NONE = new Check(false, null, "");
    }

    private final JobRunner runner;
    private final Notifications notifications;
    private final Workspace workspace;
    private final ModelWorker worker;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.READING);
    private final ReadOnlyObjectWrapper<List<GalleryItem>> shown =
            new ReadOnlyObjectWrapper<>(this, "shown", List.of());
    private final ReadOnlyIntegerWrapper stars = new ReadOnlyIntegerWrapper(this, "stars");
    private final ObjectProperty<GalleryFilter> filter =
            new SimpleObjectProperty<>(this, "filter", GalleryFilter.EVERYTHING);
    private final ReadOnlyObjectWrapper<Check> check =
            new ReadOnlyObjectWrapper<>(this, "check", Check.NONE);
    private final Deque<PictureTrash.Deleted> deleted = new ArrayDeque<>();
    private List<GalleryItem> all = List.of();
    private String trouble = "";
    private Path read = Path.of("");
    private @Nullable Job<?> reading;
    private @Nullable Job<?> checking;

    GalleryViewModel(
            JobRunner runner,
            Notifications notifications,
            Workspace workspace,
            WorkerFactory workers) {
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        this.worker = new ModelWorker(workers);
        filter.addListener((property, was, is) -> refill());
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** Items that the filter lets through, newest first. */
    ReadOnlyObjectProperty<List<GalleryItem>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Grows when a star was given or taken. */
    ReadOnlyIntegerProperty starsProperty() {
        return stars.getReadOnlyProperty();
    }

    ObjectProperty<GalleryFilter> filterProperty() {
        return filter;
    }

    ReadOnlyObjectProperty<Check> checkProperty() {
        return check.getReadOnlyProperty();
    }

    /** How many there are without the filter. */
    int total() {
        return all.size();
    }

    /** Names of the models, for the choice. */
    List<String> models() {
        return all.stream()
                .map(GalleryItem::modelName)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    String trouble() {
        return trouble;
    }

    Path folder() {
        return workspace.folder();
    }

    /** How far the reading is, to be pulled. */
    Progress.Reading progress() {
        Job<?> job = reading;
        return job == null ? new Progress.Reading(-1, "") : job.progress().reading();
    }

    /** How far the drawing is, to be pulled. */
    ModelWorker.Progress drawing() {
        return worker.progress();
    }

    /** Looks for new files; the first time in a workspace what was known last shows at once. */
    void refresh() {
        Path folder = workspace.folder();
        boolean first = !folder.equals(read);
        if (reading != null && !first) {
            return;
        }
        if (first) {
            read = folder;
            all = List.of();
            shown.set(List.of());
            phase.set(Phase.READING);
        }
        List<GalleryItem> known = all;
        GalleryIndex index = new GalleryIndex(folder);
        Job<List<GalleryItem>> job =
                runner.run(
                        "Read the gallery",
                        progress -> {
                            List<GalleryItem> kept = first ? index.kept() : known;
                            if (first && !kept.isEmpty()) {
                                runner.fx(() -> found(folder, kept));
                            }
                            return index.scan(kept, progress);
                        });
        reading = job;
        job.onSuccess(items -> found(folder, items))
                .onFailure(
                        e -> {
                            if (all.isEmpty() && folder.equals(read)) {
                                trouble = Failures.message(e);
                                phase.set(Phase.FAILED);
                            }
                        })
                .onFinished(
                        () -> {
                            if (reading == job) {
                                reading = null;
                            }
                        });
    }

    private void found(Path folder, List<GalleryItem> items) {
        if (!folder.equals(read)) {
            return;
        }
        if (!items.equals(all) || phase.get() != Phase.SHOWN) {
            all = items;
            refill();
        }
    }

    private void refill() {
        shown.set(filter.get().of(all, this::isStarred));
        phase.set(all.isEmpty() ? Phase.EMPTY : Phase.SHOWN);
    }

    boolean isStarred(GalleryItem item) {
        return workspace.marks().isStarred(item.in(folder()));
    }

    /** Gives a star or takes it; shows at once and is written behind. */
    void star(GalleryItem item, boolean starred) {
        workspace.marks().setStarred(item.in(folder()), starred);
        refill();
        stars.set(stars.get() + 1);
        runner.run(
                        "Write the stars",
                        progress -> {
                            workspace.marks().write();
                            return true;
                        })
                .onFailure(e -> notifications.failed("The star was not kept", e));
    }

    /** Moves items into the trash; what belongs to a video goes along. */
    void delete(List<GalleryItem> items) {
        List<Path> files = new ArrayList<>();
        for (GalleryItem item : items) {
            Path file = item.in(folder());
            files.add(file);
            if (item.video()) {
                files.add(VideoRecipe.file(file));
                files.add(VideoRecipe.poster(file));
            }
        }
        boolean one = items.size() == 1;
        String what = one ? items.get(0).name() : items.size() + " items";
        PictureTrash trash = workspace.trash();
        all = all.stream().filter(other -> !items.contains(other)).toList();
        refill();
        runner.run("Delete " + what, progress -> trash.delete(files))
                .onSuccess(
                        moved -> {
                            deleted.push(moved);
                            notifications.show(
                                    Notification.info(
                                                    what + (one ? " was" : " were") + " deleted",
                                                    (one ? "It lies" : "They lie")
                                                            + " in .trash of the workspace.")
                                            .withChoices(
                                                    new Notification.Choice(
                                                            "Undo", () -> restore(moved))));
                        })
                .onFailure(
                        e -> {
                            notifications.failed(what + " was not deleted", e);
                            refresh();
                        });
    }

    /** Brings back what was deleted last. */
    void undo() {
        PictureTrash.Deleted last = deleted.peek();
        if (last != null) {
            restore(last);
        }
    }

    private void restore(PictureTrash.Deleted moved) {
        if (!deleted.remove(moved)) {
            return;
        }
        PictureTrash trash = workspace.trash();
        runner.run(
                        "Undo a deletion",
                        progress -> {
                            trash.restore(moved);
                            return true;
                        })
                .onSuccess(done -> refresh())
                .onFailure(e -> notifications.failed("It could not be brought back", e));
    }

    /** Where an item came from. */
    Job<Lineage> lineage(GalleryItem item) {
        Path folder = folder();
        return runner.run("Look where it came from", progress -> Lineage.of(item, folder));
    }

    /** Draws a picture again with the model of its lineage and compares. */
    void verify(GalleryItem item, Path model) {
        forgetCheck();
        Path folder = folder();
        Path picture = item.in(folder).toAbsolutePath();
        String with = model.toAbsolutePath().normalize().toString();
        check.set(new Check(true, null, ""));
        Job<Verification> job =
                runner.run(
                        "Draw " + item.name() + " again",
                        progress -> {
                            worker.start(folder);
                            Reply.Ok ok =
                                    worker.run(
                                            id -> new Request.Redraw(id, picture + "", with),
                                            reply -> {});
                            return Verification.of(ok.payload());
                        });
        checking = job;
        job.onSuccess(result -> checked(job, new Check(false, result, "")))
                .onFailure(e -> checked(job, new Check(false, null, words(e))));
    }

    private static String words(Throwable e) {
        String hint = e instanceof WorkerException refused ? refused.hint() : "";
        return hint.isEmpty() ? Failures.message(e) : Failures.message(e) + " " + hint;
    }

    private void checked(Job<?> job, Check outcome) {
        if (checking == job) {
            checking = null;
            check.set(outcome);
        }
    }

    /** Ends a running verification, and forgets the last one. */
    void forgetCheck() {
        if (checking != null) {
            checking = null;
            var unused = worker.cancel();
        }
        check.set(Check.NONE);
    }

    /**
     * The frames of a video as files in order; a worker unpacks them unless they are files already.
     */
    Job<List<Path>> frames(GalleryItem item) {
        Path folder = folder();
        Path video = item.in(folder);
        return runner.run("Unpack " + item.name(), progress -> frames(folder, video, item));
    }

    private List<Path> frames(Path folder, Path video, GalleryItem item)
            throws IOException, WorkerException {
        if (Files.isDirectory(video)) {
            return pngs(video);
        }
        Path all = folder.resolve(WorkspaceFiles.FOLDER).resolve("frames");
        Path unpacked = all.resolve(Integer.toHexString(Objects.hash(item.path(), item.changed())));
        if (Files.isDirectory(unpacked)) {
            List<Path> there = pngs(unpacked);
            if (there.size() == item.frames()) {
                return there;
            }
        }
        // Those of the last video only: they are large and quickly made again.
        DurableFiles.deleteTree(all);
        worker.start(folder);
        Reply.Ok unused =
                worker.run(id -> new Request.Unpack(id, video + "", unpacked + ""), reply -> {});
        return pngs(unpacked);
    }

    private static List<Path> pngs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
                    .sorted()
                    .toList();
        }
    }

    /** Ends the worker; its model leaves the memory. */
    void close() {
        runner.background(worker::close);
    }
}
