package ldmstudio.app.film;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import ldmstudio.app.AppContext;
import ldmstudio.app.text.CommandWords;
import ldmstudio.app.workspace.RememberedJson;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.FilmConfigs;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.worker.BeginSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Films of how a picture or a model comes about: what is filmed, how, where it goes, and the film
 * that is rendered. Knows no controls.
 */
public final class GrowthFilms {
    private static final Logger LOG = LoggerFactory.getLogger(GrowthFilms.class);
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** What outlives the window. */
    private record Remembered(VideoConfig video, FilmOrder.@Nullable Growth unfinished) {}

    private final AppContext context;
    private final FilmDeeds deeds;
    private final RememberedJson memory;
    private final ReadOnlyObjectWrapper<@Nullable FilmSubject> subject =
            new ReadOnlyObjectWrapper<>(this, "subject");
    private final ObjectProperty<VideoConfig> video =
            new SimpleObjectProperty<>(this, "video", FilmConfig.defaults().video());
    private final StringProperty place = new SimpleStringProperty(this, "place", "");
    private boolean ownPlace;
    private boolean placing;

    /**
     * @param name of the file in the workspace that remembers an unfinished film
     */
    public GrowthFilms(AppContext context, String name) {
        this.context = context;
        deeds =
                new FilmDeeds(
                        context.runner(),
                        context.notifications(),
                        context.workers(),
                        () -> context.workspace().folder());
        deeds.setOnChanged(this::remember);
        memory =
                new RememberedJson(
                        () -> WorkspaceFiles.remembered(context.workspace().folder(), name),
                        context.runner().backgroundExecutor());
        video.addListener((o, was, is) -> settle());
        place.addListener((o, was, is) -> ownPlace = ownPlace || !placing);
        restore();
    }

    public FilmDeeds deeds() {
        return deeds;
    }

    /** What is to be filmed; null: nothing, the panel is closed. */
    public ReadOnlyObjectProperty<@Nullable FilmSubject> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    ObjectProperty<VideoConfig> videoProperty() {
        return video;
    }

    /** Where the film goes: a path, whole or below the workspace, which a person may change. */
    StringProperty placeProperty() {
        return place;
    }

    /** Opens the panel for something. */
    public void open(FilmSubject asked) {
        ownPlace = false;
        subject.set(asked);
        settle();
    }

    /** Changes what is filmed: its kind, how many pictures. */
    void set(String key, Object value) {
        FilmSubject now = subject.get();
        if (now != null) {
            subject.set(now.with(key, value));
            settle();
        }
    }

    public void close() {
        subject.set(null);
    }

    /** A place of its own, unless a person has chosen one; its ending follows the format. */
    private void settle() {
        FilmSubject now = subject.get();
        if (now == null) {
            return;
        }
        placing = true;
        if (!ownPlace) {
            Path workspace = context.workspace().folder();
            place.set(
                    workspace
                            .relativize(FilmPlace.free(workspace, now.name(), video.get()))
                            .toString());
        } else {
            String bare = place.get().replaceFirst("(?i)\\.(mp4|gif|apng)$", "");
            place.set(bare + FilmPlace.ending(video.get().format()));
        }
        placing = false;
    }

    /** Why the film cannot begin; empty: it can. */
    String obstacle() {
        FilmSubject now = subject.get();
        if (deeds.desk().phase() == FilmDesk.Phase.RUNNING) {
            return "One film at a time.";
        }
        if (now == null || !now.trouble().isEmpty()) {
            return "There is nothing to film.";
        }
        if (place.get().isBlank()) {
            return "Say where the film goes.";
        }
        try {
            return FilmPlace.obstacle(file(), video.get());
        } catch (InvalidPathException e) {
            return "This is no name of a file: " + e.getReason() + ".";
        }
    }

    /** What is good to know of the place, though the film can go there; empty: nothing. */
    String remark() {
        Path workspace = context.workspace().folder().toAbsolutePath().normalize();
        return !obstacle().isEmpty() || file().startsWith(WorkspaceFiles.videos(workspace))
                ? ""
                : "Goes to " + file() + "; the Gallery shows films in videos of the workspace.";
    }

    /** Renders in the background. */
    public void render() {
        FilmSubject now = subject.get();
        if (now != null && obstacle().isEmpty()) {
            deeds.render(new FilmOrder.Growth(whole(now), now.from()));
            ownPlace = false;
            // The next film gets another name.
            settle();
        }
    }

    private Path file() {
        Path workspace = context.workspace().folder().toAbsolutePath();
        return workspace.resolve(place.get().strip()).normalize();
    }

    private FilmConfig whole(FilmSubject now) {
        return now.film().withVideo(video.get()).with("out", file().toString());
    }

    /** Whether the command line can do the same. */
    boolean hasCommand() {
        FilmSubject now = subject.get();
        return now != null && now.trouble().isEmpty() && now.from().equals(BeginSettings.NOISE);
    }

    /** Writes the film's settings beside it; {@code then} hears the command that makes it. */
    void writeCommand(Consumer<String> then) {
        FilmSubject now = subject.get();
        if (now == null || !hasCommand() || place.get().isBlank()) {
            return;
        }
        FilmConfig film = whole(now);
        Path yaml = Path.of(film.out().replaceFirst("(?i)\\.(mp4|gif|apng)$", "") + ".yaml");
        context.runner()
                .run(
                        "Save " + yaml,
                        p -> {
                            Path folder = yaml.getParent();
                            if (folder != null) {
                                Files.createDirectories(folder);
                            }
                            return Files.writeString(yaml, FilmConfigs.write(film));
                        })
                .onSuccess(file -> then.accept("ldm film " + CommandWords.quoted(file.toString())))
                .onFailure(e -> context.notifications().failed("The film was not saved", e));
    }

    private void remember() {
        FilmOrder.Growth unfinished =
                deeds.unfinished() instanceof FilmOrder.Growth growth ? growth : null;
        memory.write(new Remembered(video.get(), unfinished));
    }

    private void restore() {
        context.runner()
                .run("Read the unfinished film", p -> memory.read())
                .onSuccess(json -> json.ifPresent(this::take))
                .onFailure(e -> LOG.warn("no film is remembered: {}", e.toString()));
    }

    private void take(JsonNode json) {
        try {
            Remembered remembered = JSON.treeToValue(json, Remembered.class);
            if (subject.get() == null) {
                video.set(remembered.video());
            }
            FilmOrder.Growth unfinished = remembered.unfinished();
            if (unfinished != null) {
                deeds.desk().remember(unfinished);
            }
        } catch (JsonProcessingException | RuntimeException e) {
            // Of another version: its frames stay beside where it was to go.
            LOG.warn("the unfinished film cannot be understood: {}", e.toString());
        }
    }
}
