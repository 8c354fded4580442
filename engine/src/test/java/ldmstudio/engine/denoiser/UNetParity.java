package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.nn.Context;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** Reads a UNet's fixture and compares a network with it. */
final class UNetParity implements AutoCloseable {
    /** bf16 keeps 8 bits: after some 30 layers a few percent of the largest value. */
    private static final double BF16_TOLERANCE = 0.08;

    final ParityFixture fixture;
    final UNet network;
    private final Ops ops;

    private UNetParity(ParityFixture fixture, Ops ops, UNet network) {
        this.fixture = fixture;
        this.ops = ops;
        this.network = network;
    }

    static UNetParity open(ParityFixture fixture, Ops ops) throws Exception {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("model"),
                                new TypeReference<Map<String, Object>>() {});
        UNet network =
                fixture.has("in.encoder_hidden_states")
                        ? new UNet2dCondition(ops, UNet2dConditionConfig.fromMap(map))
                        : new UNet2d(ops, UNet2dConfig.fromMap(map));
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            network.load(weights);
        }
        return new UNetParity(fixture, ops, network);
    }

    NDArray timestep() {
        String name = fixture.has("in.timestep") ? "in.timestep" : "in.timesteps";
        long[] steps = fixture.io().longs(name);
        float[] values = new float[steps.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = steps[i];
        }
        return ops.array(values, values.length);
    }

    private @Nullable NDArray labels() {
        for (String name : List.of("in.class_labels", "in.class_label", "in.labels")) {
            if (fixture.has(name)) {
                return fixture.io().info(name).type().name().startsWith("I")
                        ? fixture.longArray(ops, name)
                        : fixture.array(ops, name);
            }
        }
        JsonNode listed = fixture.config("class_labels");
        if (!listed.isArray()) {
            return null;
        }
        long[] labels = new long[listed.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = listed.get(i).asLong();
        }
        return ops.array(labels, labels.length);
    }

    private NDArray forward(NDArray x, @Nullable NDArray context) {
        return context == null
                ? ((UNet2d) network).forward(x, timestep(), Conditioning.ofClasses(labels()))
                : ((UNet2dCondition) network).forward(x, timestep(), context, labels());
    }

    private @Nullable NDArray context() {
        return fixture.has("in.encoder_hidden_states")
                ? fixture.array(ops, "in.encoder_hidden_states")
                : null;
    }

    void checkValuesAndGradients() {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = fixture.array(ops, "in.sample");
            NDArray context = context();
            x.setRequiresGradient(true);
            if (context != null) {
                context.setRequiresGradient(true);
            }
            NDArray out = forward(x, context);
            fixture.check(ops, "out.sample", out);
            NDArray loss = ops.mse(out, fixture.array(ops, "in.target"));
            fixture.check(ops, "out.loss", loss);
            List<String> names = new ArrayList<>(network.parameters().keySet());
            List<NDArray> arrays = new ArrayList<>(network.trainedArrays());
            names.add("in.sample");
            arrays.add(x);
            if (context != null) {
                names.add("in.encoder_hidden_states");
                arrays.add(context);
            }
            List<NDArray> gradients = Gradients.of(ops, loss, arrays, false);
            Map<String, NDArray> byName = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), gradients.get(i));
            }
            long expected =
                    fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
            assertThat(fixture.checkGradients(ops, byName)).isEqualTo((int) expected);
        }
    }

    void checkActivations() {
        try (Scope scope = Scope.open()) {
            check("act.time_proj", network.embedding.code(timestep()));
            NDArray emb = network.embedding.forward(timestep(), labels());
            if (labels() == null) {
                check("act.time_embedding", emb);
            }
            NDArray given = context();
            NDArray context =
                    given != null && network instanceof UNet2dCondition conditional
                            ? conditional.projected(given)
                            : given;
            NDArray h = network.convIn.forward(fixture.array(ops, "in.sample"));
            check("act.conv_in", h);
            List<NDArray> skips = new ArrayList<>(List.of(h));
            for (int i = 0; i < network.down.size(); i++) {
                h = network.down.get(i).forward(h, emb, Context.ofNullable(context), skips);
                check("act.down_blocks." + i, h);
            }
            if (network.mid != null) {
                h = network.mid.forward(h, emb, Context.ofNullable(context));
                check("act.mid_block", h);
            }
            for (int i = 0; i < network.up.size(); i++) {
                h = network.up.get(i).forward(h, emb, Context.ofNullable(context), skips);
                check("act.up_blocks." + i, h);
            }
            assertThat(skips).isEmpty();
            check("act.conv_norm_out", network.convNormOut.forward(h));
        }
    }

    private void check(String name, NDArray actual) {
        if (fixture.has(name)) {
            fixture.check(ops, name, actual);
        }
    }

    void checkBf16() {
        assertThat(ops.compute()).isEqualTo(ComputeType.BF16);
        try (Scope scope = Scope.open()) {
            NDArray out = forward(fixture.array(ops, "in.sample"), context());
            fixture.check("out.sample", ops.floats(out), BF16_TOLERANCE);
        }
    }

    @Override
    public void close() {
        network.close();
        fixture.close();
    }
}
