package ldmstudio.app.screen.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Entry;

/**
 * Which pictures of a dataset are shown: those of a class whose name or caption holds the words.
 */
final class DatasetIndex {
    /** A class and how many pictures it has. */
    record ClassCount(int label, String name, int count) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s  (%,d)", name, count);
        }
    }

    /** Stands for all classes. */
    static final int ALL = -1;

    private DatasetIndex() {}

    /** The classes with their counts, "All" first; only "All" where there are no classes. */
    static List<ClassCount> counts(Dataset dataset) {
        List<String> names = dataset.classes();
        int[] counts = new int[names.size()];
        for (int i = 0; i < dataset.size() && !names.isEmpty(); i++) {
            int label = dataset.entry(i).classLabel();
            if (label >= 0) {
                counts[label]++;
            }
        }
        ClassCount[] all = new ClassCount[names.size() + 1];
        all[0] = new ClassCount(ALL, "All pictures", dataset.size());
        for (int label = 0; label < counts.length; label++) {
            all[label + 1] = new ClassCount(label, names.get(label), counts[label]);
        }
        return List.of(all);
    }

    /** The pictures of a class (or {@link #ALL}) that hold every word of the query. */
    static int[] matching(Dataset dataset, int label, String query, Runnable checkCancelled) {
        String[] words = query.toLowerCase(Locale.ROOT).strip().split("\\s+");
        boolean any = query.isBlank();
        int[] found = new int[dataset.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (i % 1024 == 0) {
                checkCancelled.run();
            }
            if (any && label == ALL) {
                found[count++] = i;
                continue;
            }
            Entry entry = dataset.entry(i);
            if ((label == ALL || entry.classLabel() == label)
                    && (any || holds(dataset, entry, words))) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static boolean holds(Dataset dataset, Entry entry, String[] words) {
        String text =
                (entry.id() + " " + dataset.className(entry) + " " + entry.caption())
                        .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
