package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ldmstudio.engine.condition.ClipVocabulary.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeWordsTest {
    private static final List<String> CAPTIONS =
            List.of(
                    "a yellow house below a white star at night",
                    "two houses and a sand castle, in the snow",
                    "a yellow star on the sea, a white moon above",
                    "a yellow star");

    private static final Set<String> SAID =
            Set.of(
                    "yellow", "house", "below", "white", "star", "at", "night", "two", "houses",
                    "and", "sand", "castle", "in", "the", "snow", "on", "sea", "moon", "above");

    @Test
    void ofALearnedVocabularyNoEndingIsTakenForAWord() {
        ClipVocabulary learned = VocabularyLearner.learn(CAPTIONS, 1024);
        List<String> words = WholeWords.of(learned);
        assertThat(words).isSubsetOf(SAID).contains("yellow", "house", "white", "star", "night");
        assertThat(words).doesNotContain("ellow", "ow", "ouse", "ight", "hite");
    }

    @Test
    void aLengthenedPieceIsAWordWhenItBeginsOthersToo() {
        List<Pair> merges = new ArrayList<>();
        merges.add(new Pair("r", "e"));
        merges.add(new Pair("re", "d"));
        merges.add(new Pair("re", "d</w>"));
        merges.add(new Pair("i", "n"));
        merges.add(new Pair("in", "g</w>"));
        for (String front : List.of("k", "r", "s", "t", "w")) {
            merges.add(new Pair(front, "ing</w>"));
            merges.add(new Pair(front, "red</w>"));
        }
        merges.add(new Pair("red", "d"));
        assertThat(WholeWords.of(ClipVocabulary.ofMerges(merges)))
                .contains("red", "king", "wing")
                .doesNotContain("ing");
    }

    @Test
    void theWordsOfTheCaptionsAreKeptWithTheTokenizerTheMostFrequentFirst(@TempDir Path folder)
            throws Exception {
        VocabularyLearner.Learned learned = VocabularyLearner.learned(CAPTIONS, 1024);
        assertThat(learned.words()).containsExactlyInAnyOrderElementsOf(SAID);
        assertThat(learned.words().subList(0, 3)).containsExactly("star", "yellow", "the");
        ClipTokenizer tokenizer =
                new ClipTokenizer(learned.vocabulary(), 16, TextForm.HUGGING_FACE, learned.words());
        ClipTokenizerFiles.write(folder, tokenizer);
        ClipTokenizer read = ClipTokenizerFiles.read(folder, 16);
        assertThat(read.words()).isEqualTo(learned.words());
        assertThat(read.spelled("a sand castle")).isEqualTo(tokenizer.spelled("a sand castle"));
    }
}
