package ldmstudio.engine.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.data.Shards.Shard;
import ldmstudio.engine.data.TarIndex.Sample;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes of shards, kept in the user's cache folder: reading the headers of a hundred gigabytes
 * takes minutes, once. An index is of one path, length and modification time; any other is made
 * again.
 */
final class TarIndexCache {
    private static final Logger LOG = LoggerFactory.getLogger(TarIndexCache.class);
    private static final int VERSION = 1;
    private static final int MOST_SAMPLES = 50_000_000;

    private TarIndexCache() {}

    static List<Sample> of(Shard shard, SkipLog skips) throws IOException {
        Path kept = CacheFolder.resolve("webdataset").resolve(name(shard));
        List<Sample> known = load(kept, shard, skips);
        if (known != null) {
            return known;
        }
        SkipLog found = new SkipLog();
        List<Sample> samples = TarIndex.read(shard.file(), shard.id(), found);
        found.list().forEach(each -> skips.add(each.id(), each.reason()));
        save(kept, samples, found.list());
        return samples;
    }

    private static String name(Shard shard) {
        return new Fingerprint("tar-index")
                        .add(VERSION)
                        .add(shard.file().toAbsolutePath().toString())
                        .add(shard.id())
                        .add(shard.bytes())
                        .add(shard.modified())
                        .hex()
                + ".idx";
    }

    private static @Nullable List<Sample> load(Path kept, Shard shard, SkipLog skips) {
        if (!Files.isRegularFile(kept)) {
            return null;
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(kept)))) {
            int count = in.readInt();
            if (count < 0 || count > MOST_SAMPLES) {
                return null;
            }
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Sample sample =
                        new Sample(
                                in.readUTF(),
                                in.readLong(),
                                in.readInt(),
                                in.readLong(),
                                in.readInt(),
                                in.readBoolean(),
                                in.readUTF());
                if (sample.pictureBytes() < 1
                        || sample.textBytes() < 0
                        || sample.pictureAt() + sample.pictureBytes() > shard.bytes()) {
                    return null;
                }
                samples.add(sample);
            }
            int skipped = in.readInt();
            for (int i = 0; i < skipped; i++) {
                skips.add(in.readUTF(), in.readUTF());
            }
            return samples;
        } catch (IOException e) {
            LOG.warn("The index {} is made again: {}", kept, FileTrouble.reason(e));
            return null;
        }
    }

    private static void save(Path kept, List<Sample> samples, List<Skipped> skipped) {
        try {
            Files.createDirectories(kept.getParent());
            Path part = Files.createTempFile(kept.getParent(), "index", ".part");
            try (OutputStream file = Files.newOutputStream(part);
                    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file))) {
                out.writeInt(samples.size());
                for (Sample sample : samples) {
                    out.writeUTF(sample.key());
                    out.writeLong(sample.pictureAt());
                    out.writeInt(sample.pictureBytes());
                    out.writeLong(sample.textAt());
                    out.writeInt(sample.textBytes());
                    out.writeBoolean(sample.json());
                    out.writeUTF(sample.label());
                }
                out.writeInt(skipped.size());
                for (Skipped each : skipped) {
                    out.writeUTF(each.id());
                    out.writeUTF(each.reason());
                }
            }
            Files.move(part, kept, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Only speed is lost: the shard's headers are read again next time.
            LOG.info("The index of a shard is not kept. {}", FileTrouble.reading(kept, e));
        }
    }
}
