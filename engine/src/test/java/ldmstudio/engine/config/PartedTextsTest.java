package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PartedTextsTest {
    @Test
    void aBarPartsAndAnEscapedOneBelongsToItsText() {
        assertThat(PartedTexts.split("a red circle | a blue star"))
                .containsExactly("a red circle", "a blue star");
        assertThat(PartedTexts.split("left \\| right|b")).containsExactly("left | right", "b");
        assertThat(PartedTexts.split("c:\\d|ends in \\\\|b"))
                .containsExactly("c:\\d", "ends in \\", "b");
        assertThat(PartedTexts.split(" ")).isEmpty();
        SamplingConfig how = SamplingConfig.defaults().with("prompts", "one \\| two|three");
        assertThat(how.promptList()).containsExactly("one | two", "three");
    }

    @Property(tries = 300)
    void whatIsJoinedComesApartTheSame(
            @ForAll @Size(min = 1, max = 4)
                    List<
                                    @StringLength(min = 1, max = 8) @Chars({'|', '\\', 'a'})
                                    @CharRange(from = 'x', to = 'z') String>
                            texts) {
        assertThat(PartedTexts.split(PartedTexts.join(texts))).isEqualTo(texts);
    }
}
