package ldmstudio.engine.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that diffusers gave to the attention over pictures before version 0.17 ({@code query},
 * {@code key}, {@code value}, {@code proj_attn}), which published autoencoders still have, seen as
 * today's; their weights were 1×1 convolutions for a while.
 */
public final class OldNames {
    private static final Pattern OLD =
            Pattern.compile(
                    "(.*attentions\\.\\d{1,4}\\.)(query|key|value|proj_attn)\\.(weight|bias)");

    private static final Map<String, String> TODAY =
            Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

    private OldNames() {}

    /** The source itself when it has no old names. */
    public static TensorSource current(TensorSource source) {
        List<String> old = source.names().stream().filter(n -> OLD.matcher(n).matches()).toList();
        if (old.isEmpty()) {
            return source;
        }
        MappedTensors mapped = new MappedTensors(source.description(), source.metadata());
        for (String name : source.names()) {
            Matcher matcher = OLD.matcher(name);
            if (matcher.matches()) {
                long[] shape = source.shape(name);
                boolean pointwise = shape.length == 4 && shape[2] == 1 && shape[3] == 1;
                mapped.put(
                        matcher.group(1) + TODAY.get(matcher.group(2)) + "." + matcher.group(3),
                        source,
                        name,
                        pointwise ? new long[] {shape[0], shape[1]} : shape);
            } else {
                mapped.put(name, source, name);
            }
        }
        return mapped;
    }
}
