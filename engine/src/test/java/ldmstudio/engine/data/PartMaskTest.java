package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartMaskTest {
    private static final PartMask WIDE = new PartMask(4, 2, new byte[] {1, 2, 3, 1, 0, 2, 2, 0});

    @Test
    void croppedToASquareTheMiddleStays() {
        assertThat(WIDE.square("crop").parts()).containsExactly(2, 3, 2, 2);
    }

    @Test
    void paddedToASquareTheBorderIsNoPart() {
        PartMask padded = WIDE.square("pad");
        assertThat(padded.width()).isEqualTo(4);
        assertThat(padded.height()).isEqualTo(4);
        assertThat(padded.parts()).startsWith(0, 0, 0, 0, 1, 2, 3, 1).endsWith(0, 0, 0, 0);
    }

    @Test
    void stretchedItIsAsItWas() {
        assertThat(WIDE.square("stretch")).isSameAs(WIDE);
    }

    @Test
    void planesAreOnesWhereTheirPartIs() {
        float[] planes = new float[1 + 3 * 4];
        planes[0] = 7;
        WIDE.square("crop").writePlanes(3, planes, 1);
        assertThat(planes).containsExactly(7, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0);
    }

    @Test
    void morePartsThanPlanesAreRefused() {
        assertThatThrownBy(() -> WIDE.writePlanes(2, new float[16], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("part 3");
    }

    @Test
    void aSizeThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new PartMask(2, 2, new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x2");
    }

    @Test
    void ofOnePartWhateverIsNotBlackIsThePart(@TempDir Path folder) throws Exception {
        Path file = TestPictures.png(folder.resolve("white.png"), 3, 2, 0xFFFFFF);
        assertThat(PartMaskReader.read(file, 1).parts()).containsOnly(1);
        assertThatThrownBy(() -> PartMaskReader.read(file, 18))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> PartMaskReader.read(folder.resolve("none.png"), 1))
                .isInstanceOf(IOException.class)
                .hasMessage("it does not exist");
    }
}
