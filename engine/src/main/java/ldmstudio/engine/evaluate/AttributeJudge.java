package ldmstudio.engine.evaluate;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.tensor.LossOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Says of generated pictures what they show (form, colour …), by one small classifier with a head
 * for each attribute, trained on real pictures.
 *
 * <p>The loss is the sum of the heads' cross-entropies. Train it on pictures of all combinations: a
 * judge that never saw a red star cannot say that a model drew one. Its own accuracy on fresh real
 * pictures belongs beside every figure that it gives.
 */
public final class AttributeJudge implements AutoCloseable {
    /**
     * One thing to tell.
     *
     * @param name the attribute, as in {@link ldmstudio.engine.data.Entry#attributes()}
     * @param words its values, by the place of their logit
     */
    public record Head(String name, List<String> words) {
        public Head {
            words = List.copyOf(words);
        }
    }

    private final Ops ops;
    private final PictureClassifier classifier;
    private final List<Head> heads;

    private AttributeJudge(Ops ops, PictureClassifier classifier, List<Head> heads) {
        this.ops = ops;
        this.classifier = classifier;
        this.heads = heads;
    }

    /**
     * The heads for some attributes of a data set, their words sorted.
     *
     * @throws DataException if the data does not name an attribute, or has but one word for it
     */
    public static List<Head> heads(Dataset dataset, List<String> names) {
        List<TreeSet<String>> words = names.stream().map(name -> new TreeSet<String>()).toList();
        TreeSet<String> known = new TreeSet<>();
        for (int i = 0; i < dataset.size(); i++) {
            Map<String, String> attributes = dataset.entry(i).attributes();
            known.addAll(attributes.keySet());
            for (int n = 0; n < names.size(); n++) {
                String word = attributes.get(names.get(n));
                if (word != null) {
                    words.get(n).add(word);
                }
            }
        }
        List<Head> heads = new ArrayList<>();
        for (int n = 0; n < names.size(); n++) {
            if (words.get(n).size() < 2) {
                throw new DataException(
                        "%s does not tell the attribute '%s' of its pictures apart; it knows: %s."
                                .formatted(
                                        dataset.name(),
                                        names.get(n),
                                        known.isEmpty() ? "none" : String.join(", ", known)));
            }
            heads.add(new Head(names.get(n), List.copyOf(words.get(n))));
        }
        return heads;
    }

    /**
     * Trains a judge.
     *
     * @param real pictures with attributes
     * @param batches of them, shuffled
     * @param seed of the weights
     */
    public static AttributeJudge train(
            Ops ops,
            Dataset real,
            BatchLoader batches,
            List<Head> heads,
            int side,
            int channels,
            int steps,
            long seed,
            JudgeProgress progress) {
        int logits = heads.stream().mapToInt(head -> head.words().size()).sum();
        PictureClassifier classifier = new PictureClassifier(ops, channels, side, logits);
        classifier.initialize(seed);
        ClassifierTraining.run(
                ops,
                classifier,
                batches,
                (all, batch) -> loss(ops, all, real, batch, heads),
                steps,
                progress);
        return new AttributeJudge(ops, classifier, List.copyOf(heads));
    }

    private static NDArray loss(
            Ops ops, NDArray logits, Dataset real, Batch batch, List<Head> heads) {
        NDArray sum = ops.scalar(0);
        int from = 0;
        for (Head head : heads) {
            int words = head.words().size();
            long[] labels = new long[batch.size()];
            for (int i = 0; i < labels.length; i++) {
                String word = real.entry(batch.indices()[i]).attributes().get(head.name());
                labels[i] = head.words().indexOf(word);
                if (labels[i] < 0) {
                    throw new DataException(
                            "%s of %s has no known word for '%s': %s."
                                    .formatted(
                                            real.entry(batch.indices()[i]).id(),
                                            real.name(),
                                            head.name(),
                                            word));
                }
            }
            sum =
                    sum.add(
                            new LossOps(ops)
                                    .crossEntropy(
                                            ops.narrow(logits, 1, from, words),
                                            ops.array(labels, labels.length)));
            from += words;
        }
        return sum;
    }

    /** The attributes that can be told. */
    public List<Head> heads() {
        return heads;
    }

    /**
     * What the judge sees in each picture of {@code (size, C, S, S)} in [-1, 1]: attribute to word.
     */
    public List<Map<String, String>> judge(float[] pixels, int size, int channels, int side) {
        try (Scope scope = Scope.open()) {
            float[] logits =
                    ops.floats(classifier.forward(ops.array(pixels, size, channels, side, side)));
            int width = logits.length / size;
            List<Map<String, String>> seen = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Map<String, String> words = new LinkedHashMap<>();
                int from = i * width;
                for (Head head : heads) {
                    int count = head.words().size();
                    int best = ClassifierTraining.largest(logits, from, count);
                    words.put(head.name(), head.words().get(best));
                    from += count;
                }
                seen.add(words);
            }
            return seen;
        }
    }

    /**
     * How often the judge sees what real pictures show.
     *
     * @param inOrder the data set's batches
     * @param pictures how many to look at; at most all of them
     */
    public AttributeAgreement accuracy(Dataset real, BatchLoader inOrder, int pictures) {
        AttributeAgreement agreement =
                new AttributeAgreement(heads.stream().map(Head::name).toList());
        int wanted = Math.min(pictures, real.size());
        for (long step = 0; agreement.total() < wanted; step++) {
            Batch batch = inOrder.batch(step);
            List<Map<String, String>> seen =
                    judge(batch.pixels(), batch.size(), batch.channels(), batch.height());
            for (int i = 0; i < seen.size() && agreement.total() < wanted; i++) {
                agreement.add(real.entry(batch.indices()[i]).attributes(), seen.get(i));
            }
        }
        return agreement;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
