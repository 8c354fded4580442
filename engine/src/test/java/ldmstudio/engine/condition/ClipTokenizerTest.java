package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Texts as numbers and back. */
class ClipTokenizerTest {
    private static final ClipTokenizer TOKENIZER =
            new ClipTokenizer(
                    VocabularyLearner.learn(
                            List.of("a red circle and a blue square", "the square's red circle"),
                            560),
                    8,
                    TextForm.HUGGING_FACE);

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.strings()
                        .withChars("aA's.,!1 9\t\né日<|>_")
                        .withChars('\uD83D', '\uDE00')
                        .ofMaxLength(60),
                Arbitraries.of("red", "Circle ", "blue's", " square")
                        .list()
                        .map(words -> String.join("", words)));
    }

    @Property(tries = 500)
    void decodingGivesTheCleanedTextWordByWord(@ForAll("texts") String text) {
        String words =
                WordSplit.words(TOKENIZER.clean(text)).stream()
                        .map(word -> word.text() + " ")
                        .reduce("", String::concat);
        assertThat(TOKENIZER.decode(TOKENIZER.pieces(text))).isEqualTo(words);
    }

    @Property(tries = 300)
    void whatIsKeptAndWhatIsCutIsTheWholeText(@ForAll("texts") String text) {
        Tokenizer.Encoded encoded = TOKENIZER.encode(text);
        int[] ids = encoded.ids();
        assertThat(ids).hasSize(8);
        assertThat(ids[0]).isEqualTo(TOKENIZER.startId());
        assertThat(ids[encoded.length() - 1]).isEqualTo(TOKENIZER.endId());
        assertThat(Arrays.stream(ids).skip(encoded.length()))
                .allMatch(id -> id == TOKENIZER.padId());
        int[] pieces = TOKENIZER.pieces(text);
        assertThat(encoded.truncated()).isEqualTo(pieces.length > 6);
        assertThat(Arrays.copyOfRange(ids, 1, encoded.length() - 1))
                .isEqualTo(Arrays.copyOf(pieces, Math.min(6, pieces.length)));
        assertThat(TOKENIZER.clean(text)).endsWith(encoded.cut());
    }

    @Property(tries = 200)
    void bothFormsTakeAnyText(@ForAll("texts") String text) {
        ClipTokenizer openAi = new ClipTokenizer(TOKENIZER.vocabulary(), 8, TextForm.OPENAI);
        assertThat(openAi.encode(text).ids()[0]).isEqualTo(openAi.startId());
        assertThat(openAi.clean(openAi.clean(text))).isEqualTo(openAi.clean(openAi.clean(text)));
    }

    @Example
    void theNoticeSaysWhatWasLost() {
        Tokenizer.Encoded encoded =
                TOKENIZER.encode("A red circle and a blue square and a red circle");
        assertThat(encoded.cut()).isEqualTo("square and a red circle");
        assertThat(encoded.notice()).contains("6 tokens").contains("\"square and a red circle\"");
        assertThat(TOKENIZER.encode("a red circle").notice()).isEmpty();
    }

    @Example
    void specialNamesInATextArePiecesOfTheirOwn() {
        assertThat(TOKENIZER.pieces("<|endoftext|>")).containsExactly(TOKENIZER.endId());
        assertThat(TOKENIZER.pieces("<|ENDOFTEXT|>")).hasSizeGreaterThan(1);
    }

    @Example
    void aControlCharacterIsAWordAndNotSpace() {
        assertThat(TOKENIZER.clean(" \u001f ")).isEqualTo("\u001f");
        assertThat(TOKENIZER.pieces("\u001f")).hasSize(1);
    }

    @Example
    void aVeryLongWordIsSplitQuickly() {
        long begun = System.nanoTime();
        assertThat(TOKENIZER.pieces("redcircle".repeat(20_000))).isNotEmpty();
        assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
    }

    @Example
    void aTextNeedsRoomForAWord() {
        assertThatThrownBy(() -> new ClipTokenizer(TOKENIZER.vocabulary(), 2, TextForm.OPENAI))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3");
    }
}
