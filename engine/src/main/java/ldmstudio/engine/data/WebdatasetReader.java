package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.Shards.Shard;
import ldmstudio.engine.data.TarIndex.Sample;
import ldmstudio.engine.data.WebdatasetDataset.Placed;

/** {@code type: webdataset}: indexes the tar shards of a folder and lays them out as a data set. */
final class WebdatasetReader {
    private WebdatasetReader() {}

    static Dataset open(DataConfig.Webdataset config, Path root, int imgSize, Split split) {
        SkipLog skips = new SkipLog();
        List<Shard> shards = Shards.under(root, ".tar");
        List<Placed> all = new ArrayList<>();
        for (Shard shard : shards) {
            try {
                for (Sample sample : TarIndexCache.of(shard, skips)) {
                    all.add(new Placed(shard, sample, -1));
                }
            } catch (IOException e) {
                skips.add(shard.id(), "the whole shard: " + FileTrouble.reason(e));
            }
        }
        if (all.isEmpty()) {
            List<Skipped> why = skips.list();
            throw new DataException(
                    "The %d shards in %s hold no picture%s"
                            .formatted(
                                    shards.size(),
                                    root,
                                    why.isEmpty()
                                            ? "."
                                            : ". For example %s: %s."
                                                    .formatted(
                                                            why.get(0).id(), why.get(0).reason())));
        }
        ClassWords classes =
                ClassWords.of(
                        all.stream().map(p -> p.sample().label()).toList(), config.classNames());
        List<Placed> labelled = new ArrayList<>();
        for (Placed each : all) {
            int label = classes.label(each.sample().label());
            if (label < 0 && !classes.names().isEmpty()) {
                skips.add(each.id(), "it has no class (.cls), but others have");
            } else {
                labelled.add(new Placed(each.shard(), each.sample(), label));
            }
        }
        List<Placed> part =
                NamedParts.part(
                        labelled,
                        each -> each.shard().id(),
                        Placed::id,
                        config.validationFraction(),
                        split);
        return new WebdatasetDataset(
                String.valueOf(root.getFileName()), imgSize, split, part, classes.names(), skips);
    }
}
