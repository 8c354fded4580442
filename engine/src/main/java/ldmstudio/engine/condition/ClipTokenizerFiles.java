package ldmstudio.engine.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.condition.ClipVocabulary.Pair;
import org.jspecify.annotations.Nullable;

/**
 * A CLIP tokenizer as Hugging Face lays it in a folder: {@code vocab.json} and {@code merges.txt},
 * or all in {@code tokenizer.json}; {@code tokenizer_config.json} and {@code
 * special_tokens_map.json} say what pads and how long a text may be.
 */
final class ClipTokenizerFiles {
    static final String VOCABULARY = "vocab.json";
    static final String MERGES = "merges.txt";
    static final String WHOLE = "tokenizer.json";
    static final String CONFIG = "tokenizer_config.json";

    /** Words of the captions, one a line; ours, others read over it. */
    static final String WORDS = "words.txt";

    static final String SPECIALS = "special_tokens_map.json";

    /** CLIP's own files have 1 to 3 MB. */
    private static final long LARGEST_FILE = 64L << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ClipTokenizerFiles() {}

    static boolean present(Path folder) {
        return Files.isRegularFile(folder.resolve(WHOLE))
                || Files.isRegularFile(folder.resolve(VOCABULARY));
    }

    /**
     * Reads a tokenizer.
     *
     * @param longest positions of the text encoder; the tokenizer's own limit holds when it is
     *     smaller
     * @throws CheckpointException naming the file that is missing or wrong
     */
    static ClipTokenizer read(Path folder, int longest) throws IOException {
        if (!present(folder)) {
            throw new CheckpointException(
                    folder
                            + " holds no tokenizer: it should have "
                            + VOCABULARY
                            + " and "
                            + MERGES
                            + ", or "
                            + WHOLE);
        }
        JsonNode config = optional(folder.resolve(CONFIG));
        JsonNode specials = optional(folder.resolve(SPECIALS));
        boolean apart =
                Files.isRegularFile(folder.resolve(VOCABULARY))
                        && Files.isRegularFile(folder.resolve(MERGES));
        if (!apart && !Files.isRegularFile(folder.resolve(WHOLE))) {
            throw new CheckpointException(
                    folder + " has " + VOCABULARY + " but no " + MERGES + " beside it");
        }
        Path main = folder.resolve(apart ? VOCABULARY : WHOLE);
        JsonNode root = json(main);
        JsonNode vocabulary = apart ? root : root.path("model").path("vocab");
        Map<String, Integer> ids = ids(main, vocabulary);
        List<Pair> merges =
                apart
                        ? merges(folder.resolve(MERGES))
                        : mergesOf(main, root.path("model").path("merges"));
        Set<String> special = new TreeSet<>();
        addSpecials(main, root.path("added_tokens"), ids, special);
        addSpecials(folder.resolve(CONFIG), config.path("added_tokens_decoder"), ids, special);
        String start = piece("bos_token", config, specials, ClipVocabulary.START);
        String end = piece("eos_token", config, specials, ClipVocabulary.END);
        String unknown = piece("unk_token", config, specials, end);
        String pad = piece("pad_token", config, specials, end);
        special.addAll(List.of(start, end, unknown, pad));
        int limit = config.path("model_max_length").asInt(longest);
        try {
            return new ClipTokenizer(
                    new ClipVocabulary(ids, merges, start, end, unknown, pad, special),
                    limit < 3 ? longest : Math.min(limit, longest),
                    TextForm.HUGGING_FACE,
                    words(folder.resolve(WORDS)));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(main + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Writes a tokenizer so that transformers' CLIPTokenizer reads it; the folder is made. */
    static void write(Path folder, ClipTokenizer tokenizer) throws IOException {
        Files.createDirectories(folder);
        ClipVocabulary vocabulary = tokenizer.vocabulary();
        ModelFolder.writeJson(folder.resolve(VOCABULARY), vocabulary.ids());
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        for (Pair pair : vocabulary.merges()) {
            merges.append(pair.left()).append(' ').append(pair.right()).append('\n');
        }
        Files.writeString(folder.resolve(MERGES), merges);
        Map<String, Object> specials = new LinkedHashMap<>();
        specials.put("bos_token", vocabulary.start());
        specials.put("eos_token", vocabulary.end());
        specials.put("unk_token", vocabulary.unknown());
        specials.put("pad_token", vocabulary.pad());
        ModelFolder.writeJson(folder.resolve(SPECIALS), specials);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", "CLIPTokenizer");
        config.put("model_max_length", tokenizer.maxLength());
        config.putAll(specials);
        config.put("do_lower_case", true);
        config.put("errors", "replace");
        config.put("add_prefix_space", false);
        ModelFolder.writeJson(folder.resolve(CONFIG), config);
        if (!tokenizer.captionWords().isEmpty()) {
            Files.write(folder.resolve(WORDS), tokenizer.captionWords());
        }
    }

    private static List<String> words(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        checkSize(file);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(WholeWords::isWord).distinct().toList();
        } catch (UncheckedIOException e) {
            throw new CheckpointException(file + " is damaged: it is no text in UTF-8", e);
        }
    }

    private static String piece(String key, JsonNode config, JsonNode specials, String ifAbsent) {
        for (JsonNode node : List.of(config.path(key), specials.path(key))) {
            JsonNode content = node.isObject() ? node.path("content") : node;
            if (content.isTextual()) {
                return content.asText();
            }
        }
        return ifAbsent;
    }

    private static Map<String, Integer> ids(Path file, JsonNode vocabulary) throws IOException {
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw new CheckpointException(
                    file + " is damaged: it should hold a number for each piece of text");
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            if (!entry.getValue().isInt()) {
                throw new CheckpointException(
                        file
                                + " is damaged: the piece "
                                + entry.getKey()
                                + " has "
                                + entry.getValue()
                                + " instead of a whole number");
            }
            ids.put(entry.getKey(), entry.getValue().asInt());
        }
        return ids;
    }

    /** Lists of {@code {id, content}}, or objects {@code {"id": {content}}}. */
    private static void addSpecials(
            Path file, JsonNode added, Map<String, Integer> ids, Set<String> special)
            throws CheckpointException {
        for (Map.Entry<String, JsonNode> entry : added.properties()) {
            addSpecial(file, entry.getValue(), entry.getKey(), ids, special);
        }
        for (JsonNode token : added.isArray() ? added : List.<JsonNode>of()) {
            addSpecial(file, token, token.path("id").asText(), ids, special);
        }
    }

    private static void addSpecial(
            Path file, JsonNode token, String id, Map<String, Integer> ids, Set<String> special)
            throws CheckpointException {
        String content = token.path("content").asText();
        if (content.isEmpty()) {
            throw new CheckpointException(file + " is damaged: an added token has no content");
        }
        try {
            ids.putIfAbsent(content, Integer.parseInt(id));
        } catch (NumberFormatException e) {
            throw new CheckpointException(
                    file + " is damaged: the added token " + content + " has the number " + id, e);
        }
        special.add(content);
    }

    private static List<Pair> merges(Path file) throws IOException {
        checkSize(file);
        List<Pair> merges = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file + " is damaged: it is no text in UTF-8", e);
        }
        int last = lines.size();
        while (last > 0 && lines.get(last - 1).isBlank()) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            String line = lines.get(i);
            if (i > 0 || !line.startsWith("#version")) {
                merges.add(pair(file, line, "line " + (i + 1)));
            }
        }
        return merges;
    }

    private static List<Pair> mergesOf(Path file, JsonNode list) throws IOException {
        List<Pair> merges = new ArrayList<>();
        for (JsonNode merge : list) {
            String place = "merge " + (merges.size() + 1);
            boolean two = merge.isArray() && merge.size() == 2;
            merges.add(
                    two
                            ? new Pair(merge.get(0).asText(), merge.get(1).asText())
                            : pair(file, merge.asText(), place));
        }
        return merges;
    }

    private static Pair pair(Path file, String text, String place) throws IOException {
        String[] sides = text.split(" ", -1);
        if (sides.length != 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
            throw new CheckpointException(
                    file
                            + " is damaged: "
                            + place
                            + " should hold two pieces, but is '"
                            + text
                            + "'");
        }
        return new Pair(sides[0], sides[1]);
    }

    private static JsonNode optional(Path file) throws IOException {
        return Files.isRegularFile(file) ? json(file) : JSON.createObjectNode();
    }

    private static JsonNode json(Path file) throws IOException {
        checkSize(file);
        try {
            @Nullable JsonNode root = JSON.readTree(file.toFile());
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
        throw new CheckpointException(file + " is damaged: it should hold a JSON object");
    }

    private static void checkSize(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST_FILE) {
            throw new CheckpointException(
                    file
                            + " has "
                            + size
                            + " bytes, which no tokenizer's file has (at most "
                            + LARGEST_FILE
                            + ")");
        }
    }
}
