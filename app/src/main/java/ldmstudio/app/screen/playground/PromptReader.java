package ldmstudio.app.screen.playground;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/**
 * How the loaded model reads what is typed: tokens and what is lost, and words to complete. Knows
 * nothing while no model is loaded.
 */
final class PromptReader {
    /**
     * How a prompt is read.
     *
     * @param max tokens that are read; 0: unknown yet
     * @param cut text that is lost; empty: nothing
     */
    record Count(int count, int max, String cut) {
        static final Count UNKNOWN = new Count(0, 0, "");
    }

    private static final int OFFERED = 8;

    private final JobRunner runner;
    private final ModelWorker worker;
    private final ReadOnlyObjectWrapper<Count> count =
            new ReadOnlyObjectWrapper<>(this, "count", Count.UNKNOWN);

    /** Word in lower case to its place: the first learned are the most frequent. */
    private TreeMap<String, Integer> words = new TreeMap<>();

    private int asked;

    PromptReader(JobRunner runner, ModelWorker worker) {
        this.runner = runner;
        this.worker = worker;
    }

    ReadOnlyObjectProperty<Count> countProperty() {
        return count.getReadOnlyProperty();
    }

    /** Another model was loaded: its words are fetched. */
    void modelLoaded(boolean listensToText) {
        if (!listensToText) {
            words = new TreeMap<>();
            count.set(Count.UNKNOWN);
            return;
        }
        var unused =
                worker.ask(Request.Vocabulary::new)
                        .thenAccept(ok -> runner.fx(() -> know(ok)))
                        .exceptionally(gone -> null);
    }

    private void know(Reply.Ok ok) {
        TreeMap<String, Integer> known = new TreeMap<>();
        if (ok.payload().get("words") instanceof List<?> list) {
            for (Object word : list) {
                known.putIfAbsent(String.valueOf(word).toLowerCase(Locale.ROOT), known.size());
            }
        }
        words = known;
    }

    /** Counts the longest of the prompts; the answer comes a moment later. */
    void read(List<String> prompts) {
        int mine = ++asked;
        if (!worker.isLoaded()) {
            count.set(Count.UNKNOWN);
            return;
        }
        String longest = "";
        for (String prompt : prompts) {
            longest = prompt.length() > longest.length() ? prompt : longest;
        }
        String text = longest;
        var unused =
                worker.ask(id -> new Request.Tokens(id, text))
                        .thenAccept(ok -> runner.fx(() -> show(mine, ok.payload())))
                        .exceptionally(gone -> null);
    }

    private void show(int mine, Map<String, Object> answer) {
        if (mine == asked
                && answer.get("count") instanceof Number number
                && answer.get("max") instanceof Number max) {
            count.set(
                    new Count(
                            number.intValue(),
                            max.intValue(),
                            String.valueOf(answer.getOrDefault("cut", ""))));
        }
    }

    /**
     * Words that the model knows and that begin so, the most frequent first; what the prompt says
     * already comes last.
     *
     * @param others the words of the prompt beside the one that is typed
     */
    List<String> complete(String beginning, Set<String> others) {
        if (beginning.length() < 2) {
            return List.of();
        }
        String from = beginning.toLowerCase(Locale.ROOT);
        List<Map.Entry<String, Integer>> found =
                new ArrayList<>(words.subMap(from, from + Character.MAX_VALUE).entrySet());
        found.removeIf(word -> word.getKey().equals(from));
        found.sort(
                Comparator.comparing((Map.Entry<String, Integer> word) -> said(word, others))
                        .thenComparing(Map.Entry.comparingByValue()));
        return found.stream().limit(OFFERED).map(Map.Entry::getKey).toList();
    }

    private static boolean said(Map.Entry<String, Integer> word, Set<String> others) {
        return others.contains(word.getKey());
    }
}
