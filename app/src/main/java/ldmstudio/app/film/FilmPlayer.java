package ldmstudio.app.film;

import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** A film as it was rendered, frame after frame, round and round while it is looked at. */
final class FilmPlayer extends StackPane {
    private final ImageView view = new ImageView();
    private final FontIcon icon = new FontIcon(MaterialDesignF.FILMSTRIP);
    private Timeline clock = new Timeline();
    private List<Image> frames = List.of();
    private int at;

    /**
     * @param id of its node
     */
    FilmPlayer(String id) {
        setId(id);
        getStyleClass().add("film-picture");
        setMinHeight(150);
        setPrefHeight(170);
        setMaxHeight(170);
        view.setPreserveRatio(true);
        view.fitHeightProperty().bind(heightProperty().subtract(12));
        // A strip of pictures is much wider than high.
        setMinWidth(0);
        view.fitWidthProperty().bind(widthProperty().subtract(12));
        setAccessibleText("The film as it was rendered");
        getChildren().addAll(icon, view);
    }

    /** Shows the newest picture of a film that is being rendered. */
    void show(Image image) {
        clock.stop();
        frames = List.of();
        put(image);
    }

    /** Plays a film; a single picture, such as a moving GIF, is simply shown. */
    void play(List<Image> pictures, double framesPerSecond) {
        clock.stop();
        frames = List.copyOf(pictures);
        at = 0;
        if (frames.isEmpty()) {
            view.setImage(null);
            icon.setVisible(true);
            return;
        }
        put(frames.get(0));
        if (frames.size() > 1) {
            clock =
                    new Timeline(
                            new KeyFrame(
                                    Duration.seconds(1 / Math.max(1, framesPerSecond)),
                                    e -> advance()));
            clock.setCycleCount(Animation.INDEFINITE);
            clock.play();
        }
    }

    void stop() {
        clock.stop();
    }

    private void advance() {
        at = (at + 1) % frames.size();
        put(frames.get(at));
    }

    private void put(Image image) {
        icon.setVisible(false);
        view.setSmooth(image.getHeight() >= getHeight());
        view.setImage(image);
    }
}
