package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import ldmstudio.engine.parity.ParityFixture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text of the fixtures becomes exactly the reference's numbers, in both forms. */
class ClipTokenizerParityTest {
    static Stream<Path> fixtures() {
        return ParityFixture.folders("clip_tokenizer");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void numbersAreThoseOfHuggingFace(Path fixture) throws Exception {
        JsonNode root = examples(fixture);
        ClipTokenizer tokenizer =
                ClipTokenizerFiles.read(fixture, root.path("max_length").asInt(77));
        assertHuggingFace(tokenizer, root);
        assertThat(tokenizer.vocabularySize()).isEqualTo(root.path("vocab_size").asInt());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theSingleFileMeansTheSame(Path fixture, @TempDir Path folder) throws Exception {
        Files.copy(fixture.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        JsonNode root = examples(fixture);
        assertHuggingFace(ClipTokenizerFiles.read(folder, root.path("max_length").asInt(77)), root);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void whatIsWrittenIsReadAgain(Path fixture, @TempDir Path folder) throws Exception {
        JsonNode root = examples(fixture);
        int length = root.path("max_length").asInt(77);
        ClipTokenizerFiles.write(folder, ClipTokenizerFiles.read(fixture, length));
        assertHuggingFace(ClipTokenizerFiles.read(folder, length), root);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void numbersAreThoseOfOpenAi(Path fixture) throws Exception {
        JsonNode root = examples(fixture);
        int length = root.path("max_length").asInt(77);
        ClipTokenizer tokenizer =
                new ClipTokenizer(
                        ClipTokenizerFiles.read(fixture, length).vocabulary(),
                        length,
                        TextForm.OPENAI);
        List<String> wrong = new ArrayList<>();
        for (JsonNode example : root.path("examples")) {
            String text = example.path("text").asText();
            compare(wrong, text, example, "openai_encode", tokenizer.pieces(text));
            compare(
                    wrong,
                    text,
                    example,
                    "openai_ids_padded_truncated",
                    tokenizer.encode(text).ids());
        }
        assertThat(wrong).isEmpty();
    }

    private static void assertHuggingFace(ClipTokenizer tokenizer, JsonNode root) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode example : root.path("examples")) {
            String text = example.path("text").asText();
            Tokenizer.Encoded encoded = tokenizer.encode(text);
            compare(wrong, text, example, "hf_ids_padded_truncated", encoded.ids());
            int[] whole = framed(tokenizer, tokenizer.pieces(text));
            compare(wrong, text, example, "hf_ids_no_truncation", whole);
            int shown =
                    (int)
                            StreamSupport.stream(
                                            example.path("hf_attention_mask").spliterator(), false)
                                    .filter(n -> n.asInt() == 1)
                                    .count();
            assertThat(encoded.length()).as(text).isEqualTo(shown);
            assertThat(encoded.truncated())
                    .as(text)
                    .isEqualTo(whole.length > tokenizer.maxLength());
            String decoded = tokenizer.decode(Arrays.copyOf(encoded.ids(), encoded.length()));
            String expected = example.path("hf_decoded").asText();
            if (!encoded.truncated() && !decoded.equals(expected)) {
                wrong.add(text + " is decoded as " + decoded);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(root.path("examples").size()).isPositive();
    }

    private static int[] framed(ClipTokenizer tokenizer, int[] pieces) {
        int[] framed = new int[pieces.length + 2];
        framed[0] = tokenizer.startId();
        System.arraycopy(pieces, 0, framed, 1, pieces.length);
        framed[framed.length - 1] = tokenizer.endId();
        return framed;
    }

    private static void compare(
            List<String> wrong, String text, JsonNode example, String key, int[] actual) {
        int[] expected =
                StreamSupport.stream(example.path(key).spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
        if (!Arrays.equals(expected, actual)) {
            wrong.add(
                    key
                            + " of '"
                            + text
                            + "': "
                            + Arrays.toString(actual)
                            + " instead of "
                            + Arrays.toString(expected));
        }
    }

    private static JsonNode examples(Path fixture) throws Exception {
        return new ObjectMapper().readTree(fixture.resolve("examples.json").toFile());
    }
}
