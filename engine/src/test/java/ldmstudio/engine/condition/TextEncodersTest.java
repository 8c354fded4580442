package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.SafetensorsWriter;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text encoders in folders, of one's own and of others. */
class TextEncodersTest {
    private static final TextEncoderSize TINY = new TextEncoderSize(16, 2, 2, 12, 600);
    private static final List<String> CAPTIONS =
            List.of("a red circle on white", "a blue square on black", "two green stars");

    @TempDir Path folder;
    private Ops ops;

    @BeforeEach
    void open() {
        ops = Ops.cpu();
    }

    @AfterEach
    void close() {
        ops.close();
    }

    @Test
    void learningTwiceGivesTheSameNetwork() {
        try (TextEncoder one = TextEncoders.learn(ops, CAPTIONS, TINY);
                TextEncoder other = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            assertThat(features(other, "a red star")).isEqualTo(features(one, "a red star"));
            assertThat(one.contextWidth()).isEqualTo(16);
            assertThat(one.pooledWidth()).isEqualTo(16);
            assertThat(one.tokenizer().maxLength()).isEqualTo(12);
        }
    }

    @Test
    void whatIsSavedIsLoadedAndSaysTheSame() throws Exception {
        try (TextEncoder own = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            own.save(folder);
            assertThat(Files.list(folder.resolve("tokenizer")).map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "vocab.json",
                            "merges.txt",
                            "tokenizer_config.json",
                            "special_tokens_map.json",
                            "words.txt");
            for (Path place : List.of(folder, folder.resolve("text_encoder"))) {
                try (TextEncoder loaded = TextEncoders.load(ops, place)) {
                    assertThat(features(loaded, "a red star on black"))
                            .isEqualTo(features(own, "a red star on black"));
                    assertThat(loaded.referenceClass()).isEqualTo("CLIPTextModel");
                }
            }
        }
    }

    @Test
    void aWholeClipIsSavedAndItsTextTowerReadAlone() throws Exception {
        try (ClipModel clip = clip()) {
            clip.save(folder);
            try (ClipModel loaded = ClipModel.load(ops, folder);
                    TextEncoder text = TextEncoders.load(ops, folder)) {
                assertThat(features(text, "a star")).isEqualTo(features(clip.text(), "a star"));
                assertThat(text.referenceClass()).isEqualTo("CLIPTextModelWithProjection");
                assertThat(text.pooledWidth()).isEqualTo(6);
                try (Scope scope = Scope.open()) {
                    NDArray pixels = ops.ones(1, 3, 16, 16);
                    assertThat(ops.floats(loaded.vision().pooled(pixels)))
                            .isEqualTo(ops.floats(clip.vision().pooled(pixels)));
                }
                assertThat(loaded.parameters().keySet()).isEqualTo(clip.parameters().keySet());
            }
        }
    }

    private ClipModel clip() {
        ClipTextModel text = TextEncoders.learn(ops, CAPTIONS, TINY, 6, 3);
        ClipVisionConfig config =
                new ClipVisionConfig(
                        16, 8, 3, new ClipTowerConfig(12, 24, 1, 3, "quick_gelu", 1e-5), 6);
        ClipModel clip = new ClipModel(ops, text, new ClipVisionModel(ops, config, true));
        clip.initialize(4);
        return clip;
    }

    @Test
    void weightsInPartsAreReadThroughTheirIndex() throws Exception {
        try (TextEncoder own = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            own.save(folder);
            Path network = folder.resolve("text_encoder");
            Files.delete(network.resolve("model.safetensors"));
            Map<String, Parameter> state = own.state();
            Map<String, String> map = new java.util.LinkedHashMap<>();
            SafetensorsWriter[] parts = {new SafetensorsWriter(), new SafetensorsWriter()};
            int n = 0;
            for (Map.Entry<String, Parameter> entry : state.entrySet()) {
                int part = n++ % 2;
                // As transformers 5 names them.
                String name = entry.getKey().replace("text_model.", "");
                map.put(name, "model-0000" + (part + 1) + "-of-00002.safetensors");
                parts[part].add(
                        name,
                        entry.getValue().shape().getShape(),
                        () -> ops.floats(entry.getValue().array()));
            }
            parts[0].addLongs("embeddings.position_ids", new long[] {1, 1}, () -> new long[] {0});
            map.put("embeddings.position_ids", "model-00001-of-00002.safetensors");
            parts[0].write(network.resolve("model-00001-of-00002.safetensors"));
            parts[1].write(network.resolve("model-00002-of-00002.safetensors"));
            Path index = network.resolve("model.safetensors.index.json");
            ModelFolder.writeJson(index, Map.of("weight_map", map));
            try (TextEncoder loaded = TextEncoders.load(ops, folder)) {
                assertThat(features(loaded, "a circle")).isEqualTo(features(own, "a circle"));
            }
            ModelFolder.writeJson(
                    index, Map.of("weight_map", Map.of("a", "../tokenizer/vocab.json")));
            assertThatThrownBy(() -> TextEncoders.load(ops, folder))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("which is not beside it");
        }
    }

    @Test
    void gradientsReachEveryParameterFromBothViews() {
        try (Scope scope = Scope.open();
                ClipTextModel model = TextEncoders.learn(ops, CAPTIONS, TINY, 6, 0);
                Gradients.Recording on = Gradients.record()) {
            NDArray ids = model.ids(List.of("a red circle", "two green stars on white"));
            NDArray pooled = model.pooled(ids);
            NDArray loss = pooled.mul(pooled).sum();
            List<String> untouched = untouched(model, loss);
            // softmax does not change when the same is added to all of a row's scores.
            assertThat(untouched).allMatch(name -> name.endsWith("k_proj.bias"));
            NDArray context = model.context(ids);
            NDArray other = ops.mse(context, ops.zeros(2, 12, 16).add(ops.ones(1)));
            assertThat(untouched(model, other))
                    .allMatch(
                            name ->
                                    name.endsWith("k_proj.bias")
                                            || name.equals("text_projection.weight"));
        }
    }

    private List<String> untouched(ClipTextModel model, NDArray loss) {
        List<String> names = new ArrayList<>(model.parameters().keySet());
        List<NDArray> gradients = Gradients.of(ops, loss, model.trainedArrays(), false);
        List<String> untouched = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (ops.item(ops.norm(gradients.get(i))) < 1e-7) {
                untouched.add(names.get(i));
            }
        }
        return untouched;
    }

    @Test
    void aTextWithNumbersBeyondTheVocabularyIsRefused() {
        try (Scope scope = Scope.open();
                TextEncoder model = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            NDArray ids = ops.array(new long[] {0, 5000}, 1, 2);
            assertThatThrownBy(() -> model.context(ids))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("token 5000")
                    .hasMessageContaining("tokenizer");
            assertThatThrownBy(() -> model.context(ops.array(new long[13], 1, 13)))
                    .hasMessageContaining("13 tokens");
        }
    }

    @Test
    void theLargestPublishedModelsHaveTheirShapes() {
        ClipTextConfig text =
                ClipTextConfig.fromMap(
                        Map.of(
                                "hidden_size",
                                768,
                                "intermediate_size",
                                3072,
                                "num_attention_heads",
                                12,
                                "projection_dim",
                                768));
        try (ClipTextModel model = new ClipTextModel(ops, text, null, true)) {
            assertThat(model.parameterCount()).isEqualTo(123_650_304L);
            assertThat(model.state().get("text_model.embeddings.token_embedding.weight").shape())
                    .hasToString("(49408, 768)");
        }
        ClipVisionConfig vision =
                ClipVisionConfig.fromMap(
                        Map.of(
                                "hidden_size",
                                1024,
                                "intermediate_size",
                                4096,
                                "num_hidden_layers",
                                24,
                                "num_attention_heads",
                                16,
                                "patch_size",
                                14,
                                "projection_dim",
                                768));
        try (ClipVisionModel model = new ClipVisionModel(ops, vision, true)) {
            assertThat(model.parameterCount()).isEqualTo(303_966_208L);
            assertThat(
                            model.state()
                                    .get("vision_model.embeddings.position_embedding.weight")
                                    .shape())
                    .hasToString("(257, 1024)");
        }
    }

    @Test
    void anEmptyFolderSaysWhatIsMissing() {
        assertThatThrownBy(() -> TextEncoders.load(ops, folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void damagedFilesAreNamed() throws Exception {
        damaged("tokenizer/vocab.json", "{\"a\": ", "vocab.json", "damaged");
        damaged("tokenizer/vocab.json", "[1]", "vocab.json", "JSON object");
        damaged("tokenizer/vocab.json", "{}", "vocab.json", "number for each piece");
        damaged("tokenizer/vocab.json", "{\"a\": \"b\"}", "vocab.json", "whole number");
        damaged("tokenizer/vocab.json", "{\"a\": 1, \"b\": 1}", "vocab.json", "same number");
        damaged("tokenizer/vocab.json", "{\"a\": 1, \"a\": 2}", "vocab.json", "damaged");
        damaged("tokenizer/vocab.json", "{\"a\": -1}", "vocab.json", "number -1");
        damaged("tokenizer/vocab.json", "{\"a\": 1}", "vocab.json", "<|startoftext|>");
        damaged("tokenizer/merges.txt", "#version: 0.2\na b\n\nc d\n", "merges.txt", "line 3");
        damaged("tokenizer/merges.txt", "#version: 0.2\na b c\n", "merges.txt", "two pieces");
        damaged("tokenizer/merges.txt", "zq zq\n", "vocab.json", "merge number 1");
        damaged("text_encoder/config.json", "{\"hidden_size\": 7}", "config.json", "divide");
        damaged("text_encoder/config.json", "{\"model_type\": \"t5\"}", "config.json", "'t5'");
        damaged(
                "text_encoder/config.json",
                "{\"hidden_act\": \"relu\"}",
                "config.json",
                "quick_gelu and gelu");
        damaged("text_encoder/model.safetensors", "hello", "model.safetensors", "safetensors");
    }

    @Test
    void weightsOfAnotherShapeAndATokenizerOfAnotherModelAreNamed() throws Exception {
        try (TextEncoder own = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            own.save(folder);
        }
        Path config = folder.resolve("text_encoder/config.json");
        String text = Files.readString(config);
        Files.writeString(
                config, text.replace("\"intermediate_size\" : 64", "\"intermediate_size\" : 65"));
        assertThatThrownBy(() -> TextEncoders.load(ops, folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("text_encoder")
                .hasMessageContaining("mlp.fc1.weight is [64, 16], expected [65, 16]");
        Files.writeString(config, text.replaceAll("\"vocab_size\" : \\d+", "\"vocab_size\" : 99"));
        assertThatThrownBy(() -> TextEncoders.load(ops, folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vocab_size");
    }

    @Test
    void filesThatNoTokenizerHasAreNotRead() throws Exception {
        try (TextEncoder own = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            own.save(folder);
        }
        try (var file =
                new java.io.RandomAccessFile(
                        folder.resolve("tokenizer/vocab.json").toFile(), "rw")) {
            file.setLength(65L << 20);
        }
        assertThatThrownBy(() -> TextEncoders.load(ops, folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vocab.json")
                .hasMessageContaining("bytes");
    }

    private void damaged(String file, String content, String... words) throws IOException {
        try (TextEncoder own = TextEncoders.learn(ops, CAPTIONS, TINY)) {
            own.save(folder);
        }
        Files.writeString(folder.resolve(file), content);
        assertThatThrownBy(() -> TextEncoders.load(ops, folder))
                .as("%s with %s", file, content)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(words);
    }

    /** The pooled vector behind those of the tokens. */
    private float[] features(TextEncoder model, String text) {
        try (Scope scope = Scope.open()) {
            TextEncoder.Features features = model.features(model.ids(List.of(text)));
            float[] context = ops.floats(features.context());
            float[] pooled = ops.floats(features.pooled());
            float[] both = Arrays.copyOf(context, context.length + pooled.length);
            System.arraycopy(pooled, 0, both, context.length, pooled.length);
            return both;
        }
    }
}
