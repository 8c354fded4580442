package ldmstudio.app.screen.interpolate;

import java.util.Base64;
import javafx.scene.image.Image;
import ldmstudio.app.control.Pictures;

/**
 * A drawn frame.
 *
 * @param png the file as the worker sent it, base64: what is dragged out and compared
 * @param milliseconds that the worker drew
 */
record LiveFrame(Image image, String png, double milliseconds) {
    static LiveFrame of(String png, double milliseconds) {
        return new LiveFrame(Pictures.fromBase64(png), png, milliseconds);
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
