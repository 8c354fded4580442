package ldmstudio.app.screen.playground;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.app.workspace.RememberedJson;

/** The prompts that were drawn with in this workspace, newest first, each once. */
final class PromptHistory {
    /** How many are kept. */
    static final int KEPT = 500;

    /** A prompt with what it was pushed away from. */
    record Entry(String prompt, String negative) {
        /** On one line. */
        String line() {
            String said = prompt.isBlank() ? "(nothing)" : prompt.strip().replace("\n", "  |  ");
            return negative.isBlank() ? said : said + "   not: " + negative.strip();
        }
    }

    private final RememberedJson file;
    private final List<Entry> entries = new ArrayList<>();
    private int at = -1;
    private Entry draft = new Entry("", "");

    PromptHistory(RememberedJson file) {
        this.file = file;
    }

    /** Reads those of the open workspace. */
    void reload() {
        entries.clear();
        at = -1;
        file.read().map(json -> json.path("prompts")).ifPresent(this::read);
    }

    private void read(JsonNode list) {
        for (JsonNode entry : list) {
            entries.add(new Entry(entry.path("prompt").asText(), entry.path("negative").asText()));
        }
    }

    /** A prompt was drawn with. */
    void add(String prompt, String negative) {
        at = -1;
        if (prompt.isBlank() && negative.isBlank()) {
            return;
        }
        Entry entry = new Entry(prompt, negative);
        entries.remove(entry);
        entries.add(0, entry);
        if (entries.size() > KEPT) {
            entries.remove(KEPT);
        }
        file.write(
                Map.of(
                        "prompts",
                        entries.stream()
                                .map(e -> Map.of("prompt", e.prompt(), "negative", e.negative()))
                                .toList()));
    }

    /** Those in which every word of the search stands, newest first. */
    List<Entry> search(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).strip().split("\\s+");
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries) {
            String where = (entry.prompt() + " " + entry.negative()).toLowerCase(Locale.ROOT);
            boolean all = true;
            for (String word : words) {
                all &= where.contains(word);
            }
            if (all) {
                found.add(entry);
            }
        }
        return found;
    }

    /** The prompt before this one; {@code now} is kept, so that {@link #newer} comes back to it. */
    Entry older(Entry now) {
        if (at < 0) {
            draft = now;
        }
        int next = at + 1;
        // The newest one is usually what stands there already.
        while (next < entries.size() && at < 0 && entries.get(next).equals(now)) {
            next++;
        }
        if (next >= entries.size()) {
            return now;
        }
        at = next;
        return entries.get(at);
    }

    /** The prompt behind this one, at last what was being typed. */
    Entry newer(Entry now) {
        if (at < 0) {
            return now;
        }
        at--;
        return at < 0 ? draft : entries.get(at);
    }

    /** Something was typed: the next {@link #older} begins from there. */
    void typed() {
        at = -1;
    }
}
