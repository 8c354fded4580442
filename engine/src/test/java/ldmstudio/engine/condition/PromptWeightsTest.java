package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of a prompt that are louder or softer. */
class PromptWeightsTest {
    private static final List<String> CAPTIONS =
            List.of("a red circle on white", "a blue square on black", "two green stars");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a (red:1.3) circle|a red circle|[1.0, 1.3, 1.0]",
                "(a:.5)|a|[0.5]",
                "((a:2) b:1.5)|a b|[3.0, 1.5]",
                "(a (b) c:2)|a (b) c|[2.0]",
                "a (red) circle|a (red) circle|[1.0]",
                "a (red: circle|a (red: circle|[1.0]",
                "16:9 (wide)|16:9 (wide)|[1.0]",
                "(loud:99)|loud|[10.0]",
                "a \\(red:1.3) circle|a (red:1.3) circle|[1.0]",
                "\\o/|\\o/|[1.0]",
            })
    void marksAreReadAndStripped(String typed, String plain, String weights) {
        PromptWeights read = PromptWeights.parse(typed);
        assertThat(read.text()).isEqualTo(plain);
        assertThat(read.runs().stream().map(PromptWeights.Run::weight).toList())
                .hasToString(weights);
    }

    @Property(tries = 300)
    void anyTextIsRead(
            @ForAll @StringLength(max = 24) @CharRange(from = '(', to = ':') String text) {
        PromptWeights read = PromptWeights.parse(text);
        assertThat(read.text().length()).isLessThanOrEqualTo(text.length());
        assertThat(read.runs()).allMatch(run -> !run.text().isEmpty() && run.weight() >= 0);
    }

    @Test
    void weightsMoveTheirTokensAwayFromTheEmptyPromptAndNoOther() {
        try (Ops ops = Ops.cpu();
                TextEncoder encoder =
                        TextEncoders.learn(ops, CAPTIONS, new TextEncoderSize(16, 2, 2, 12, 600));
                Scope scope = Scope.open()) {
            WeightedText weighted = new WeightedText(ops, encoder);
            float[] plain = ops.floats(encoder.context(encoder.ids(List.of("a red circle"))));
            float[] empty = ops.floats(encoder.context(encoder.ids(List.of(""))));
            assertThat(ops.floats(weighted.context(List.of("a red circle"))))
                    .as("without weights bit by bit")
                    .isEqualTo(plain);
            float[] loud =
                    ops.floats(weighted.context(List.of("a (red:1.5) circle", "a red circle")));
            long[] ids = weighted.read("a (red:1.5) circle").ids();
            assertThat(ids).isEqualTo(encoder.tokenizer().encodeAll(List.of("a red circle")));
            float[] weights = weighted.read("a (red:1.5) circle").weights();
            int width = 16;
            assertThat(weights[2]).isEqualTo(1.5f);
            for (int i = 0; i < plain.length; i++) {
                float wanted =
                        weights[i / width] == 1
                                ? plain[i]
                                : empty[i] + 1.5f * (plain[i] - empty[i]);
                assertThat(loud[i]).isCloseTo(wanted, within(2e-6f));
                assertThat(loud[plain.length + i]).as("the other row").isEqualTo(plain[i]);
            }
            float[] silent = ops.floats(weighted.context(List.of("(a red circle:0)")));
            for (int i = width; i < 4 * width; i++) {
                assertThat(silent[i]).isCloseTo(empty[i], within(2e-6f));
            }
        }
    }

    @Test
    void aPooledTextLeavesWhatWouldBeSaidWithoutTheStretch() {
        try (Ops ops = Ops.cpu();
                TextEncoder encoder =
                        TextEncoders.learn(ops, CAPTIONS, new TextEncoderSize(16, 2, 2, 12, 600));
                Scope scope = Scope.open()) {
            WeightedText weighted = new WeightedText(ops, encoder);
            float[] whole = ops.floats(encoder.pooled(encoder.ids(List.of("a red circle"))));
            float[] without = ops.floats(encoder.pooled(encoder.ids(List.of("a  circle"))));
            float[] loud = ops.floats(weighted.pooled(List.of("a red circle", "a (red:2) circle")));
            for (int i = 0; i < whole.length; i++) {
                assertThat(loud[i]).isCloseTo(whole[i], within(1e-6f));
                assertThat(loud[whole.length + i])
                        .isCloseTo(2 * whole[i] - without[i], within(1e-5f));
            }
        }
    }

    @Test
    void whatDoesNotFitIsCutAsWithoutWeights() {
        try (Ops ops = Ops.cpu();
                TextEncoder encoder =
                        TextEncoders.learn(ops, CAPTIONS, new TextEncoderSize(16, 1, 1, 6, 600))) {
            WeightedText weighted = new WeightedText(ops, encoder);
            assertThat(weighted.read("a (red:2) circle on white and black").ids())
                    .isEqualTo(
                            encoder.tokenizer()
                                    .encodeAll(List.of("a red circle on white and black")));
        }
    }
}
