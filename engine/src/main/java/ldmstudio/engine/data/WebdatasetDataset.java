package ldmstudio.engine.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.List;
import ldmstudio.engine.data.Shards.Shard;
import ldmstudio.engine.data.TarIndex.Sample;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pictures and captions of webdataset shards, each one read at its place. */
final class WebdatasetDataset extends EncodedDataset {
    /** A sample of a shard with its label, -1 where there are no classes. */
    record Placed(Shard shard, Sample sample, int classLabel) {
        String id() {
            return shard.id() + "/" + sample.key();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(WebdatasetDataset.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Split split;
    private final List<Placed> samples;
    private volatile @Nullable String fingerprint;

    WebdatasetDataset(
            String name,
            int imgSize,
            Split split,
            List<Placed> samples,
            List<String> classes,
            SkipLog skips) {
        super(name, imgSize, classes, skips);
        this.split = split;
        this.samples = List.copyOf(samples);
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    String id(int i) {
        return samples.get(i).id();
    }

    @Override
    public Entry entry(int i) {
        Placed placed = samples.get(i);
        return new Entry(placed.id(), placed.classLabel(), caption(placed));
    }

    private static String caption(Placed placed) {
        Sample sample = placed.sample();
        if (sample.textAt() < 0 || sample.textBytes() == 0) {
            return "";
        }
        try {
            byte[] bytes = read(placed, sample.textAt(), sample.textBytes());
            if (!sample.json()) {
                return TarIndex.utf8(bytes);
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return CaptionRow.of(CaptionRow.columns(JSON.readTree(text)), "").caption();
        } catch (JsonProcessingException e) {
            LOG.warn("The caption of {} is left out: {}", placed.id(), e.getOriginalMessage());
        } catch (IOException e) {
            LOG.warn("The caption of {} is left out: {}", placed.id(), FileTrouble.reason(e));
        }
        return "";
    }

    @Override
    byte[] bytes(int i) throws IOException {
        Placed placed = samples.get(i);
        return read(placed, placed.sample().pictureAt(), placed.sample().pictureBytes());
    }

    private static byte[] read(Placed placed, long at, int length) throws IOException {
        // Opened each time: a collection may have more shards than a process may hold open.
        try (FileChannel channel =
                FileChannel.open(placed.shard().file(), StandardOpenOption.READ)) {
            return TarIndex.read(channel, at, length);
        }
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint content = new Fingerprint("webdataset").add(split.name());
            content.add(classes().size());
            classes().forEach(content::add);
            Shard last = null;
            for (Placed placed : samples) {
                if (!placed.shard().equals(last)) {
                    last = placed.shard();
                    last.addTo(content);
                }
                content.add(placed.sample().key()).add(placed.classLabel());
            }
            known = content.hex();
            fingerprint = known;
        }
        return known;
    }

    @Override
    public void close() {
        // Shards are opened and closed with every read.
    }
}
