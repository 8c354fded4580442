package ldmstudio.app.screen.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.screen.datasets.DatasetIndex.ClassCount;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.PictureDetails;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.Skipped;
import ldmstudio.engine.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * The datasets of a workspace and the one that is looked at: opened, filtered and scanned in the
 * background. Knows no controls; changes on the FX executor only.
 */
final class DatasetsViewModel {
    /** What can be seen of the chosen dataset. */
    enum Phase {
        NONE,
        LOADING,
        READY,
        FAILED
    }

    /** What is known of one picture. */
    record Picture(PictureDetails details, PixelImage image) {}

    /** Pictures are read at least this large for the large view. */
    private static final int VIEW_SIZE = 512;

    private final JobRunner runner;
    private final Notifications notifications;
    private final Supplier<Path> workspace;
    private final ObservableList<SavedDataset> datasets = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.NONE);
    private final ObjectProperty<@Nullable SavedDataset> selected =
            new SimpleObjectProperty<>(this, "selected");
    private final ReadOnlyObjectWrapper<int[]> shown =
            new ReadOnlyObjectWrapper<>(this, "shown", new int[0]);
    private final ObservableList<ClassCount> classes = FXCollections.observableArrayList();
    private final ObservableList<Skipped> skipped = FXCollections.observableArrayList();
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final IntegerProperty classFilter =
            new SimpleIntegerProperty(this, "classFilter", DatasetIndex.ALL);
    private @Nullable Dataset dataset;
    private @Nullable Job<?> opening;
    private @Nullable Job<?> filtering;
    private @Nullable Job<Boolean> scanning;
    private String failure = "";
    private String failureDetails = "";

    DatasetsViewModel(JobRunner runner, Notifications notifications, Supplier<Path> workspace) {
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        selected.addListener((o, was, is) -> open());
        query.addListener((o, was, is) -> filter());
        classFilter.addListener((o, was, is) -> filter());
    }

    /** Reads the workspace's list; the first entry is chosen when nothing is. */
    void load() {
        Path folder = workspace.get();
        runner.run("Read the list of datasets", p -> DatasetLibrary.read(folder))
                .onSuccess(this::loaded)
                .onFailure(
                        e -> {
                            loaded(SavedDataset.BUILT_IN);
                            notifications.failed(
                                    "The list of datasets in "
                                            + DatasetLibrary.in(folder)
                                            + " is unreadable",
                                    e);
                        });
    }

    private void loaded(List<SavedDataset> list) {
        datasets.setAll(list);
        if (selected.get() == null || !datasets.contains(selected.get())) {
            selected.set(datasets.get(0));
        }
    }

    ObservableList<SavedDataset> datasets() {
        return datasets;
    }

    ObjectProperty<@Nullable SavedDataset> selectedProperty() {
        return selected;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** Indices of the pictures that pass class and search. */
    ReadOnlyObjectProperty<int[]> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    ObservableList<ClassCount> classes() {
        return classes;
    }

    ObservableList<Skipped> skipped() {
        return skipped;
    }

    StringProperty queryProperty() {
        return query;
    }

    IntegerProperty classFilterProperty() {
        return classFilter;
    }

    Optional<Dataset> dataset() {
        return Optional.ofNullable(dataset);
    }

    String failure() {
        return failure;
    }

    String failureDetails() {
        return failureDetails;
    }

    /** How far the scan is; empty when none goes on. */
    Optional<ldmstudio.app.concurrent.Progress.Reading> scanReading() {
        Job<Boolean> scan = scanning;
        return scan == null ? Optional.empty() : Optional.of(scan.progress().reading());
    }

    /** Adds a folder as what it looks like, and shows it. A folder that is there is only shown. */
    void add(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        for (SavedDataset known : datasets) {
            if (known.path().equals(absolute.toString())) {
                selected.set(known);
                return;
            }
        }
        runner.run("Look at " + absolute, p -> DatasetKind.recognise(absolute))
                .onSuccess(
                        kind -> {
                            SavedDataset added = SavedDataset.of(absolute, kind);
                            datasets.add(added);
                            save();
                            selected.set(added);
                        })
                .onFailure(e -> notifications.failed("The folder was not added", e));
    }

    /** Reads the chosen dataset in another way. */
    void changeKind(DatasetKind kind) {
        SavedDataset before = selected.get();
        if (before == null || before.isBuiltIn() || before.kind() == kind) {
            return;
        }
        SavedDataset changed = before.withKind(kind);
        datasets.set(datasets.indexOf(before), changed);
        save();
        selected.set(changed);
    }

    /** Takes a dataset from the list, never from the disk; can be undone. */
    void remove(SavedDataset gone) {
        int place = datasets.indexOf(gone);
        if (place < 0 || gone.isBuiltIn()) {
            return;
        }
        datasets.remove(place);
        save();
        if (gone.equals(selected.get())) {
            selected.set(datasets.get(Math.min(place, datasets.size() - 1)));
        }
        notifications.show(
                Notification.info(
                                gone.name() + " was taken from the list",
                                "Its files stay where they are: " + gone.path())
                        .withChoices(new Notification.Choice("Undo", () -> putBack(gone, place))));
    }

    private void putBack(SavedDataset dataset, int place) {
        if (!datasets.contains(dataset)) {
            datasets.add(Math.min(place, datasets.size()), dataset);
            save();
            selected.set(dataset);
        }
    }

    /** Looks at every file, so that broken ones are listed. */
    void scan() {
        Dataset open = dataset;
        if (open == null || scanning != null) {
            return;
        }
        Job<Boolean> job =
                runner.run(
                        "Check " + open.name(),
                        progress -> {
                            open.scan(
                                    (done, total) -> {
                                        progress.update(
                                                (double) done / Math.max(1, total),
                                                String.format(
                                                        java.util.Locale.ROOT,
                                                        "%,d of %,d files checked",
                                                        done,
                                                        total));
                                        return !progress.isCancelled();
                                    });
                            return true;
                        });
        scanning = job;
        job.onSuccess(
                        done ->
                                notifications.show(
                                        Notification.success(
                                                open.name() + " was checked",
                                                open.skipped().isEmpty()
                                                        ? "Every picture can be read."
                                                        : unreadable(open.skipped().size()))))
                .onFailure(e -> notifications.failed("The check ended early", e))
                .onFinished(
                        () -> {
                            scanning = null;
                            refreshSkipped();
                        });
    }

    private static String unreadable(int count) {
        return count == 1
                ? "One picture cannot be read; it is listed under Skipped."
                : count + " pictures cannot be read; they are listed under Skipped.";
    }

    void cancelScan() {
        if (scanning != null) {
            scanning.cancel();
        }
    }

    /** Takes over what was found unreadable meanwhile; called while the screen is shown. */
    void refreshSkipped() {
        Dataset open = dataset;
        List<Skipped> now = open == null ? List.of() : open.skipped();
        if (!now.equals(skipped)) {
            skipped.setAll(now);
        }
    }

    /** Reads one picture with all that is known of it. */
    Job<Picture> picture(int index) {
        Dataset open = dataset;
        return runner.run(
                "Read a picture",
                progress -> {
                    if (open == null) {
                        throw new IOException("No dataset is open.");
                    }
                    return new Picture(open.details(index), open.read(index, VIEW_SIZE));
                });
    }

    /** Opens the chosen dataset anew. */
    void open() {
        close();
        SavedDataset chosen = selected.get();
        if (chosen == null) {
            phase.set(Phase.NONE);
            return;
        }
        phase.set(Phase.LOADING);
        Job<Dataset> job =
                runner.run(
                        "Open " + chosen.name(),
                        p ->
                                Datasets.open(
                                        chosen.kind().config(chosen.path()),
                                        chosen.isBuiltIn() ? 64 : 128,
                                        Split.ALL));
        opening = job;
        job.onSuccess(opened -> opened(job, opened))
                .onFailure(
                        e -> {
                            failure = Failures.message(e);
                            failureDetails = Failures.trace(e);
                            phase.set(Phase.FAILED);
                        });
    }

    private void opened(Job<Dataset> job, Dataset opened) {
        if (opening != job && opening != null) {
            opened.close();
            return;
        }
        dataset = opened;
        runner.run("Count classes", p -> DatasetIndex.counts(opened))
                .onSuccess(
                        counts -> {
                            if (dataset == opened) {
                                classes.setAll(counts);
                            }
                        });
        filter();
    }

    private void filter() {
        Dataset open = dataset;
        if (open == null) {
            return;
        }
        if (filtering != null) {
            filtering.cancel();
        }
        int label = classFilter.get();
        String words = query.get();
        Job<int[]> job =
                runner.run(
                        "Filter pictures",
                        p -> DatasetIndex.matching(open, label, words, p::checkCancelled));
        filtering = job;
        job.onSuccess(
                found -> {
                    if (dataset == open) {
                        shown.set(found);
                        phase.set(Phase.READY);
                        refreshSkipped();
                    }
                });
    }

    private void close() {
        for (Job<?> job :
                new ArrayList<Job<?>>(java.util.Arrays.asList(opening, filtering, scanning))) {
            if (job != null) {
                job.cancel();
            }
        }
        opening = null;
        filtering = null;
        scanning = null;
        if (dataset != null) {
            dataset.close();
        }
        dataset = null;
        classes.clear();
        skipped.clear();
        shown.set(new int[0]);
        classFilter.set(DatasetIndex.ALL);
        query.set("");
    }

    private void save() {
        Path folder = workspace.get();
        List<SavedDataset> snapshot = List.copyOf(datasets);
        runner.run(
                        "Save the list of datasets",
                        p -> {
                            DatasetLibrary.write(folder, snapshot);
                            return true;
                        })
                .onFailure(e -> notifications.failed("The list of datasets was not saved", e));
    }
}
