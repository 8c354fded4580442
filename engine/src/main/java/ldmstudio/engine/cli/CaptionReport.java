package ldmstudio.engine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.engine.evaluate.AttributeAgreement;
import ldmstudio.engine.evaluate.CaptionEvaluation;
import ldmstudio.engine.evaluate.CaptionEvaluation.Drawn;
import ldmstudio.engine.evaluate.Share;
import ldmstudio.engine.run.LabelledGrid;
import ldmstudio.engine.run.LabelledGrid.Tile;
import ldmstudio.engine.run.PngFiles;
import org.jspecify.annotations.Nullable;

/** The figures of a {@link CaptionEvaluation} as text, as JSON and as a grid of its pictures. */
final class CaptionReport {
    private static final int COLUMNS = 20;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final CaptionEvaluation.Result result;

    /**
     * @param facts what was evaluated, in front of the figures
     */
    CaptionReport(Map<String, ?> facts, CaptionEvaluation.Result result) {
        this.result = result;
        figures.putAll(facts);
        figures.put("judge_accuracy", shares(result.judge()));
        figures.put("agreement", shares(result.samples()));
        Map<String, Object> words = new LinkedHashMap<>();
        for (String attribute : result.samples().byAttribute().keySet()) {
            Map<String, Object> byWord = new LinkedHashMap<>();
            result.samples()
                    .byWord(attribute)
                    .forEach((word, share) -> byWord.put(word, share(share)));
            words.put(attribute, byWord);
        }
        figures.put("by_word", words);
    }

    private static Map<String, Object> shares(AttributeAgreement agreement) {
        Map<String, Object> shares = new LinkedHashMap<>();
        agreement.byAttribute().forEach((name, share) -> shares.put(name, share(share)));
        shares.put("all", share(agreement.all()));
        return shares;
    }

    private static Map<String, Object> share(Share share) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("right", share.right());
        numbers.put("total", share.total());
        numbers.put("share", share.value());
        numbers.put("low", share.low());
        numbers.put("high", share.high());
        return numbers;
    }

    Map<String, Object> figures() {
        return figures;
    }

    /** Writes {@code captions.json} with every picture's words, and {@code captions.png}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> all = new LinkedHashMap<>(figures);
        List<Map<String, Object>> pictures = new ArrayList<>();
        List<Tile> tiles = new ArrayList<>();
        for (Drawn drawn : result.drawn()) {
            Map<String, Object> picture = new LinkedHashMap<>();
            picture.put("caption", drawn.caption());
            picture.put("seen", drawn.seen());
            picture.put("right", drawn.right());
            pictures.add(picture);
            tiles.add(tile(drawn));
        }
        all.put("pictures", pictures);
        Files.write(folder.resolve("captions.json"), JSON.writeValueAsBytes(all));
        PngFiles.write(LabelledGrid.of(tiles, COLUMNS), Map.of(), folder.resolve("captions.png"));
    }

    /** Below each picture what was asked; below a wrong one also what is seen. */
    private static Tile tile(Drawn drawn) {
        List<String> asked = new ArrayList<>();
        // Colour before form, as people say it.
        for (String attribute : drawn.seen().keySet()) {
            asked.add(0, drawn.asked().getOrDefault(attribute, "?"));
        }
        List<String> labels = new ArrayList<>(List.of(String.join(" ", asked)));
        if (!drawn.right()) {
            List<String> seen = new ArrayList<>();
            drawn.seen().values().forEach(word -> seen.add(0, word));
            labels.add(String.join(" ", seen));
        }
        return new Tile(drawn.picture(), labels, !drawn.right());
    }

    void print(PrintWriter out) {
        TextTable table = new TextTable("", "judge, real", "samples", "95 %", "right");
        Map<String, Share> judge = result.judge().byAttribute();
        result.samples()
                .byAttribute()
                .forEach((name, share) -> row(table, name, judge.get(name), share));
        row(table, "all together", result.judge().all(), result.samples().all());
        table.print(out);
    }

    private static void row(TextTable table, String name, @Nullable Share judge, Share share) {
        table.row(
                name,
                judge == null ? "" : percent(judge.value()),
                percent(share.value()),
                percent(share.low()) + " to " + percent(share.high()),
                share.right() + " of " + share.total());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
