package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelTextTest {
    private static final PixelText TEXT = new PixelText();

    private static String drawn(String text) {
        int width = 6 * text.length() + 6;
        int[] argb = new int[width * PixelText.HEIGHT];
        TEXT.draw(argb, width, 0, 0, width, text, 1);
        StringBuilder rows = new StringBuilder();
        for (int y = 0; y < PixelText.HEIGHT; y++) {
            for (int x = 0; x < PixelText.ADVANCE - 1; x++) {
                rows.append(argb[y * width + x] == 1 ? '#' : '.');
            }
            rows.append('\n');
        }
        return rows.toString();
    }

    @Test
    void capitalsAreCapitalsAndMarksStandAboveTheirLetters() {
        assertThat(drawn("A"))
                .isEqualTo("..#..\n.#.#.\n#...#\n#...#\n#####\n#...#\n#...#\n")
                .isNotEqualTo(drawn("a"));
        assertThat(drawn("é")).isEqualTo("...#.\n..#..\n.###.\n#...#\n#####\n#....\n.###.\n");
        assertThat(drawn("e\u0301")).as("put together or not").isEqualTo(drawn("é"));
    }

    @Test
    void everySignOfLatinTextHasItsLetter() {
        String unknown = drawn("?");
        for (char sign = '!'; sign <= '~'; sign++) {
            if (sign != '?') {
                assertThat(drawn(String.valueOf(sign))).as("%s", sign).isNotEqualTo(unknown);
            }
        }
        for (String word :
                List.of(
                        "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ",
                        "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ",
                        "čšžőű£€§°×±½")) {
            for (String sign : word.split("")) {
                assertThat(drawn(sign)).as(sign).isNotEqualTo(unknown);
            }
        }
        assertThat(drawn("猫")).as("another script is not pretended to").isEqualTo(unknown);
        assertThat(PixelText.spelled("Straße … „x“")).isEqualTo("Strasse ... \"x\"");
        assertThat(Arrays.asList("Æ", "ø"))
                .allSatisfy(s -> assertThat(drawn(s)).isNotEqualTo(unknown));
    }
}
