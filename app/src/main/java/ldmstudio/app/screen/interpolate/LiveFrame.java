package ldmstudio.app.screen.interpolate;

import java.util.Base64;
import java.util.List;
import javafx.scene.image.Image;
import ldmstudio.app.control.Pictures;

/**
 * A drawn frame.
 *
 * @param png the file as the worker sent it, base64: what is dragged out and compared
 * @param milliseconds that the worker drew
 * @param notices what a person should know about the pictures at the walk's ends
 */
record LiveFrame(Image image, String png, double milliseconds, List<String> notices) {
    LiveFrame {
        notices = List.copyOf(notices);
    }

    static LiveFrame of(String png, double milliseconds, List<String> notices) {
        return new LiveFrame(Pictures.fromBase64(png), png, milliseconds, notices);
    }

    /** Memory that it needs. */
    long bytes() {
        return (long) (4 * image.getWidth() * image.getHeight()) + png.length();
    }

    /** The PNG file. */
    byte[] file() {
        return Base64.getDecoder().decode(png);
    }
}
