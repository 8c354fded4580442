package ldmstudio.app.screen.compare;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import ldmstudio.app.testing.Fx;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PictureDifferenceTest {
    @BeforeAll
    static void start() {
        // Pictures of the window need its toolkit.
        Fx.start();
    }

    private static Image grey(int corner) {
        WritableImage image = new WritableImage(4, 2);
        for (int i = 0; i < 8; i++) {
            int level = i == 0 ? corner : 100;
            image.getPixelWriter()
                    .setArgb(i % 4, i / 4, 0xFF000000 | level << 16 | level << 8 | level);
        }
        return image;
    }

    @Test
    void equalPicturesAreBlackAndSayThatTheyAreEqual() {
        PictureDifference none = PictureDifference.of(grey(100), grey(100), 64);
        assertThat(none.image().getPixelReader().getArgb(0, 0)).isEqualTo(0xFF000000);
        assertThat(none.words(64)).isEqualTo("The two pictures are equal in every pixel.");
    }

    @Test
    void aDifferenceThatLooksBlackSaysWhichGainShowsIt() {
        PictureDifference little = PictureDifference.of(grey(100), grey(102), 4);
        assertThat(little.words(4))
                .startsWith("Largest difference 2 of 255 (at x 0, y 0)")
                .endsWith(
                        "12.5 % of the pixels differ, too little to be seen here: Times 64 shows it");
        assertThat(PictureDifference.of(grey(100), grey(140), 4).words(4))
                .endsWith("12.5 % of the pixels differ");
        assertThat(little.words(64)).endsWith("12.5 % of the pixels differ");
    }
}
