package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's byte-level byte-pair tokenizer: cleans a text, splits it into words, each word into the
 * pieces of a vocabulary, and frames them: start, pieces, end, padding.
 *
 * <p>A text that is too long keeps its first {@code maxLength − 2} pieces; what was lost is said in
 * {@link Encoded#cut}. Radford et al., 2021, arXiv:2103.00020, section 2.4; equal to transformers'
 * CLIPTokenizer and, in the form {@link TextForm#OPENAI}, to open_clip's SimpleTokenizer.
 */
public final class ClipTokenizer implements Tokenizer {
    /** What CLIP and Stable Diffusion use. */
    public static final int CLIP_LENGTH = 77;

    /** Special names that open_clip's tokenizer reads in a text. */
    private static final Map<String, Boolean> OPENAI_SPECIALS =
            Map.of("<start_of_text>", true, "<end_of_text>", false);

    /** Longest text that is looked at: far more than any maximum length holds. */
    private static final int LONGEST_TEXT = 200_000;

    private final ClipVocabulary vocabulary;
    private final int maxLength;
    private final TextForm form;
    private final List<String> captionWords;
    private final BytePairs pairs;
    private final Pattern specials;
    private final Map<Integer, String> pieces = new HashMap<>();

    /**
     * @param maxLength tokens of one text with start and end, at least 3
     */
    public ClipTokenizer(ClipVocabulary vocabulary, int maxLength, TextForm form) {
        this(vocabulary, maxLength, form, List.of());
    }

    /**
     * @param captionWords words of the captions that the vocabulary was learned from, the most
     *     frequent first; empty: not known
     */
    ClipTokenizer(
            ClipVocabulary vocabulary, int maxLength, TextForm form, List<String> captionWords) {
        if (maxLength < 3) {
            throw new IllegalArgumentException(
                    "A text of " + maxLength + " tokens has no room for a word: at least 3");
        }
        this.vocabulary = vocabulary;
        this.maxLength = maxLength;
        this.form = form;
        this.captionWords = List.copyOf(captionWords);
        pairs = new BytePairs(vocabulary.merges());
        vocabulary.ids().forEach((piece, id) -> pieces.put(id, piece));
        List<String> names =
                new ArrayList<>(
                        form == TextForm.OPENAI ? OPENAI_SPECIALS.keySet() : vocabulary.special());
        names.sort(Comparator.comparingInt(String::length).reversed());
        specials = Pattern.compile(String.join("|", names.stream().map(Pattern::quote).toList()));
    }

    public ClipVocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** The id behind every text. */
    public int endId() {
        return vocabulary.id(vocabulary.end());
    }

    /** The id in front of every text. */
    public int startId() {
        return vocabulary.id(vocabulary.start());
    }

    /** The id that fills a short text. */
    public int padId() {
        return form == TextForm.OPENAI ? 0 : vocabulary.id(vocabulary.pad());
    }

    @Override
    public Encoded encode(String text) {
        int[] ids = new int[maxLength];
        Arrays.fill(ids, padId());
        ids[0] = startId();
        int room = maxLength - 2;
        int length = 1;
        StringBuilder cut = new StringBuilder();
        for (Segment segment : segments(text)) {
            int[] own = segment.ids();
            int fits = Math.min(own.length, room - (length - 1));
            System.arraycopy(own, 0, ids, length, fits);
            length += fits;
            if (fits < own.length) {
                String lost = segment.from(fits);
                cut.append(cut.isEmpty() ? "" : " ").append(lost);
            }
        }
        ids[length] = endId();
        return new Encoded(ids, length + 1, cut.toString());
    }

    /** All pieces of a text, without start, end, cut and padding. */
    public int[] pieces(String text) {
        return segments(text).stream().flatMapToInt(s -> Arrays.stream(s.ids())).toArray();
    }

    @Override
    public List<String> spelled(String text) {
        return Arrays.stream(pieces(text)).mapToObj(id -> decode(id).strip()).toList();
    }

    @Override
    public List<String> words() {
        return captionWords.isEmpty() ? WholeWords.of(vocabulary) : captionWords;
    }

    /** Words of the captions that it was learned from; empty: not known. */
    List<String> captionWords() {
        return captionWords;
    }

    /**
     * The text of the given pieces: each word is followed by a space; numbers that are no piece are
     * left out.
     */
    public String decode(int... ids) {
        StringBuilder spelled = new StringBuilder();
        for (int id : ids) {
            spelled.append(pieces.getOrDefault(id, ""));
        }
        return ByteAlphabet.read(spelled.toString()).replace(ClipVocabulary.WORD_END, " ");
    }

    /** The text as it is split into words. */
    public String clean(String text) {
        return form.clean(text);
    }

    /** A stretch of text between special pieces, or one special piece. */
    private record Segment(String cleaned, int[] ids, int[] wordStarts) {
        /** The text from the first word that is not wholly among the first pieces. */
        String from(int piece) {
            return cleaned.substring(wordStarts[piece]);
        }
    }

    private List<Segment> segments(String whole) {
        String text = whole.length() > LONGEST_TEXT ? whole.substring(0, LONGEST_TEXT) : whole;
        String source = form == TextForm.OPENAI ? form.clean(text) : text;
        List<Segment> segments = new ArrayList<>();
        Matcher special = specials.matcher(source);
        int from = 0;
        while (special.find()) {
            addWords(source.substring(from, special.start()), segments);
            String name = special.group();
            Boolean isStart = OPENAI_SPECIALS.get(name);
            int id = isStart == null ? vocabulary.id(name) : isStart ? startId() : endId();
            segments.add(new Segment(name, new int[] {id}, new int[] {0}));
            from = special.end();
        }
        addWords(source.substring(from), segments);
        return segments;
    }

    private void addWords(String text, List<Segment> segments) {
        String cleaned = form == TextForm.OPENAI ? text : form.clean(text);
        List<Integer> ids = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (WordSplit.Word word : WordSplit.words(cleaned)) {
            for (String piece : pairs.split(ByteAlphabet.spell(word.text()))) {
                ids.add(orUnknown(vocabulary.ids().get(piece)));
                starts.add(word.start());
            }
        }
        if (!ids.isEmpty()) {
            segments.add(new Segment(cleaned, toArray(ids), toArray(starts)));
        }
    }

    private int orUnknown(@Nullable Integer id) {
        return id == null ? vocabulary.id(vocabulary.unknown()) : id;
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
