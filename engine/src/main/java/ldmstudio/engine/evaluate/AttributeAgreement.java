package ldmstudio.engine.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts how often pictures show what was asked for: each attribute, each word, and all at once.
 */
public final class AttributeAgreement {
    private final List<String> names;
    private final int[] right;
    private final Map<String, Map<String, int[]>> byWord = new LinkedHashMap<>();
    private int allRight;
    private int total;

    /**
     * @param names the attributes that count
     */
    public AttributeAgreement(List<String> names) {
        this.names = List.copyOf(names);
        this.right = new int[names.size()];
    }

    /**
     * Adds one picture.
     *
     * @return whether every attribute is as asked
     */
    public boolean add(Map<String, String> asked, Map<String, String> seen) {
        boolean all = true;
        for (int n = 0; n < right.length; n++) {
            String name = names.get(n);
            String wanted = asked.getOrDefault(name, "");
            boolean agrees = wanted.equals(seen.get(name));
            right[n] += agrees ? 1 : 0;
            int[] counts =
                    byWord.computeIfAbsent(name, attribute -> new TreeMap<>())
                            .computeIfAbsent(wanted, word -> new int[2]);
            counts[0] += agrees ? 1 : 0;
            counts[1]++;
            all &= agrees;
        }
        allRight += all ? 1 : 0;
        total++;
        return all;
    }

    /** Pictures added. */
    public int total() {
        return total;
    }

    /** Agreement of each attribute, in order. */
    public Map<String, Share> byAttribute() {
        Map<String, Share> shares = new LinkedHashMap<>();
        for (int n = 0; n < right.length; n++) {
            shares.put(names.get(n), new Share(right[n], total));
        }
        return shares;
    }

    /** Agreement of an attribute among the pictures for which a word was asked, by word. */
    public Map<String, Share> byWord(String attribute) {
        Map<String, Share> shares = new LinkedHashMap<>();
        byWord.getOrDefault(attribute, Map.of())
                .forEach((word, counts) -> shares.put(word, new Share(counts[0], counts[1])));
        return shares;
    }

    /** How often every attribute was as asked. */
    public Share all() {
        return new Share(allRight, total);
    }
}
