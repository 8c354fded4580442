package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Vocabularies that are learned from captions. */
class VocabularyLearnerTest {
    private static final List<String> FORMS = List.of("circle", "square", "triangle", "star");
    private static final List<String> COLOURS =
            List.of("red", "green", "blue", "yellow", "magenta", "orange", "white", "grey");

    private static List<String> captions() {
        List<String> captions = new ArrayList<>();
        for (String form : FORMS) {
            for (String colour : COLOURS) {
                captions.add("A small " + colour + " " + form + ", top left, on black.");
                captions.add("a large " + colour + " " + form + " at the bottom right on white");
            }
        }
        return captions;
    }

    @Test
    void everyWordOfAClosedVocabularyIsOnePiece() {
        ClipTokenizer tokenizer = tokenizer(VocabularyLearner.DEFAULT_SIZE);
        for (String caption : captions()) {
            int words = WordSplit.words(TextForm.HUGGING_FACE.clean(caption)).size();
            assertThat(tokenizer.pieces(caption)).as(caption).hasSize(words);
        }
        assertThat(tokenizer.vocabularySize()).isLessThanOrEqualTo(VocabularyLearner.DEFAULT_SIZE);
    }

    @Test
    void theOrderOfTheCaptionsDoesNotMatter() {
        ClipVocabulary learned = VocabularyLearner.learn(captions(), 600);
        for (int seed = 0; seed < 5; seed++) {
            List<String> shuffled = new ArrayList<>(captions());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(VocabularyLearner.learn(shuffled, 600)).isEqualTo(learned);
        }
    }

    @Test
    void theVocabularyIsFilledAndNotMore() {
        ClipVocabulary learned = VocabularyLearner.learn(captions(), 550);
        assertThat(learned.size()).isEqualTo(550);
        assertThat(learned.ids()).hasSize(550);
        assertThat(learned.merges()).hasSize(550 - VocabularyLearner.SMALLEST);
    }

    @Test
    void theMostFrequentPairIsLearnedFirst() {
        ClipVocabulary learned = VocabularyLearner.learn(List.of("ab ab ab", "abc", "bc"), 516);
        assertThat(learned.merges())
                .containsExactly(
                        new ClipVocabulary.Pair("a", "b</w>"),
                        // "b c</w>" occurs twice, "a b" once.
                        new ClipVocabulary.Pair("b", "c</w>"));
    }

    @Test
    void withoutCaptionsThereAreTheBytesAndEveryTextHasASpelling() {
        ClipTokenizer tokenizer =
                new ClipTokenizer(
                        VocabularyLearner.learn(List.of(), VocabularyLearner.SMALLEST),
                        77,
                        TextForm.HUGGING_FACE);
        assertThat(tokenizer.vocabularySize()).isEqualTo(VocabularyLearner.SMALLEST);
        assertThat(tokenizer.pieces("né 日")).hasSize(3 + 3);
        assertThat(tokenizer.decode(tokenizer.pieces("né 日"))).isEqualTo("né 日 ");
    }

    @Test
    void aVocabularyThatCannotSpellIsRefused() {
        assertThatThrownBy(() -> VocabularyLearner.learn(captions(), 513))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("513")
                .hasMessageContaining("at least 514");
    }

    @Test
    void manyDifferentWordsAreLearnedInAMoment() {
        List<String> many =
                Stream.iterate(1L, n -> n * 6364136223846793005L + 1442695040888963407L)
                        .limit(20_000)
                        .map(n -> Long.toString(n, 36).replaceAll("[-0-9]", ""))
                        .toList();
        long begun = System.nanoTime();
        assertThat(VocabularyLearner.learn(many, 1024).size()).isEqualTo(1024);
        assertThat(System.nanoTime() - begun).isLessThan(60_000_000_000L);
    }

    private static ClipTokenizer tokenizer(int size) {
        return new ClipTokenizer(
                VocabularyLearner.learn(captions(), size), 32, TextForm.HUGGING_FACE);
    }
}
