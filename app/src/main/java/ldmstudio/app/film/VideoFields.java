package ldmstudio.app.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.FieldEditor;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.VideoConfig;

/** How frames become a film, field by field; what a format does not know is locked or away. */
public final class VideoFields extends VBox {
    private final List<FieldEditor> editors = new ArrayList<>();

    /**
     * @param prefix of the editors' ids
     * @param elsewhere keys that are set in another place
     */
    public VideoFields(String prefix, ObjectProperty<VideoConfig> video, Set<String> elsewhere) {
        super(8);
        for (FieldInfo field : FormModel.of(VideoConfig.class)) {
            if (!elsewhere.contains(field.path())) {
                editors.add(
                        new FieldEditor(
                                field,
                                prefix + field.path(),
                                value -> video.set(video.get().with(field.path(), value))));
            }
        }
        getChildren().addAll(editors);
        video.addListener((o, was, is) -> show(is));
        show(video.get());
    }

    private void show(VideoConfig video) {
        for (FieldEditor editor : editors) {
            editor.show(value(video, editor.key()));
            switch (editor.key()) {
                case "quality" -> editor.setDisable(!video.format().equals("mp4"));
                case "dither" -> {
                    editor.setVisible(video.format().equals("gif"));
                    editor.setManaged(video.format().equals("gif"));
                }
                default -> {}
            }
        }
    }

    private static Object value(VideoConfig video, String key) {
        return switch (key) {
            case "format" -> video.format();
            case "fps" -> video.fps();
            case "scale" -> video.scale();
            case "quality" -> video.quality();
            case "captions" -> video.captions();
            case "ping_pong" -> video.pingPong();
            default -> video.dither();
        };
    }
}
