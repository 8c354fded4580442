package ldmstudio.app.screen.gallery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.ImagePane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Frames as a film: play, step by step, or any place on the slider. Space plays and pauses. */
final class FilmPlayer extends VBox {
    /** Frames are kept at most this large: a hundred fit into some dozen megabytes. */
    private static final double SIDE = 480;

    private static final int MOST_FRAMES = 1500;

    private final JobRunner runner;
    private final ImagePane pane;
    private final Button play = button("gallery-play", MaterialDesignP.PLAY, "Play (Space)");
    private final Button back =
            button("gallery-back", MaterialDesignS.SKIP_PREVIOUS, "One frame back");
    private final Button forth = button("gallery-forth", MaterialDesignS.SKIP_NEXT, "One frame on");
    private final Slider slider = new Slider(0, 1, 0);
    private final Label place = new Label();
    private final List<Image> frames = new ArrayList<>();
    private List<Path> current = List.of();
    private @Nullable Timeline clock;
    private @Nullable Job<?> loading;
    private int total;
    private int fps = 1;

    /**
     * @param pane that shows the frame
     */
    FilmPlayer(JobRunner runner, ImagePane pane) {
        super(4);
        this.runner = runner;
        this.pane = pane;
        setId("gallery-player");
        slider.setId("gallery-frame");
        slider.setAccessibleText("Frame");
        slider.setBlockIncrement(1);
        slider.valueProperty().addListener((property, was, is) -> show(is.intValue()));
        HBox.setHgrow(slider, Priority.ALWAYS);
        place.getStyleClass().addAll("text-muted", "text-small");
        place.setId("gallery-frame-place");
        play.setOnAction(event -> toggle());
        back.setOnAction(event -> step(-1));
        forth.setOnAction(event -> step(1));
        HBox row = new HBox(4, back, play, forth, slider);
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(row, place);
    }

    private static Button button(String id, Ikon icon, String words) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        return button;
    }

    /** Takes a video's frames and plays them while they are still being read. */
    void open(List<Path> files, int framesPerSecond) {
        stop();
        total = Math.min(files.size(), MOST_FRAMES);
        fps = Math.max(1, framesPerSecond);
        slider.setMax(Math.max(1, total - 1));
        slider.setValue(0);
        List<Path> shown = files.subList(0, total);
        current = shown;
        loading =
                runner.run(
                        "Read the frames",
                        progress -> {
                            for (Path file : shown) {
                                progress.checkCancelled();
                                Image image =
                                        new Image(file.toUri().toString(), SIDE, SIDE, true, false);
                                runner.fx(() -> loaded(shown, image));
                            }
                            return true;
                        });
        play();
    }

    private void loaded(List<Path> of, Image image) {
        if (of == current) {
            frames.add(image);
            if (frames.size() == 1) {
                show(0);
            }
        }
    }

    /** How many frames can be shown by now. */
    int ready() {
        return frames.size();
    }

    boolean isPlaying() {
        return clock != null && clock.getStatus() == Animation.Status.RUNNING;
    }

    void toggle() {
        if (isPlaying()) {
            pause();
        } else if (total > 0) {
            play();
        }
    }

    private void play() {
        Timeline running =
                new Timeline(new KeyFrame(Duration.millis(1000.0 / fps), event -> advance()));
        running.setCycleCount(Animation.INDEFINITE);
        clock = running;
        running.play();
        play.setGraphic(new FontIcon(MaterialDesignP.PAUSE));
        play.setAccessibleText("Pause (Space)");
    }

    void pause() {
        if (clock != null) {
            clock.stop();
        }
        play.setGraphic(new FontIcon(MaterialDesignP.PLAY));
        play.setAccessibleText("Play (Space)");
    }

    /** Ends and forgets the film. */
    void stop() {
        pause();
        if (loading != null) {
            loading.cancel();
        }
        frames.clear();
        current = List.of();
        total = 0;
        place.setText("");
    }

    private void step(int by) {
        pause();
        if (total > 0) {
            slider.setValue(Math.floorMod((int) slider.getValue() + by, total));
        }
    }

    /** The next frame that is there; at the end from the beginning. */
    private void advance() {
        int next = (int) slider.getValue() + 1;
        if (next < total && next >= frames.size()) {
            return;
        }
        slider.setValue(next >= total ? 0 : next);
    }

    private void show(int index) {
        if (index >= 0 && index < frames.size()) {
            pane.setImage(frames.get(index));
            place.setText(
                    String.format(
                            Locale.ROOT,
                            "frame %d of %d, %.1f of %.1f s",
                            index + 1,
                            total,
                            (double) index / fps,
                            (double) total / fps));
        }
    }
}
