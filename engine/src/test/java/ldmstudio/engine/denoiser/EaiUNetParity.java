package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** Reads a fixture of ExplainingAI's UNet and compares a network with it. */
final class EaiUNetParity implements AutoCloseable {
    /** bf16 keeps 8 bits: after some 30 layers a few percent of the largest value. */
    private static final double BF16_TOLERANCE = 0.06;

    /**
     * ‖g − g0‖ / ‖g0‖ over all parameters. Measured 0.014 to 0.054 on samples of 5 px and more, and
     * 0.31 on one of 4 px, whose norms see four pixels; the bound is for that one.
     */
    private static final double BF16_GRADIENT_TOLERANCE = 0.4;

    private final ParityFixture fixture;
    final EaiUNet network;
    private final Ops ops;

    private EaiUNetParity(ParityFixture fixture, Ops ops, EaiUNet network) {
        this.fixture = fixture;
        this.ops = ops;
        this.network = network;
    }

    static EaiUNetParity open(ParityFixture fixture, Ops ops) throws Exception {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("model"),
                                new TypeReference<LinkedHashMap<String, Object>>() {});
        if (fixture.config("im_channels").isInt()) {
            map.put("im_channels", fixture.config("im_channels").asInt());
        }
        EaiUNet network = new EaiUNet(ops, EaiUNetShape.fromMap(map));
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            network.load(weights);
        }
        return new EaiUNetParity(fixture, ops, network);
    }

    private NDArray timestep() {
        long[] steps = fixture.io().longs("in.t");
        float[] values = new float[steps.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = steps[i];
        }
        return ops.array(values, values.length);
    }

    /** The reference takes one-hot rows, and a row of zeros for a hidden class. */
    private @Nullable NDArray labels() {
        if (!fixture.has("in.class")) {
            return null;
        }
        float[] rows = fixture.io().floats("in.class");
        int classes = (int) fixture.io().shape("in.class")[1];
        long[] labels = new long[rows.length / classes];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes;
            for (int c = 0; c < classes; c++) {
                if (rows[i * classes + c] == 1) {
                    labels[i] = c;
                }
            }
        }
        return ops.array(labels, labels.length);
    }

    private @Nullable NDArray optional(String name) {
        return fixture.has(name) ? fixture.array(ops, name) : null;
    }

    /** The inputs, of which those with a gradient in the fixture are recorded. */
    private Map<String, NDArray> inputs() {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        for (String name : List.of("in.x", "in.text", "in.image")) {
            NDArray array = optional(name);
            if (array != null) {
                array.setRequiresGradient(fixture.has("grad." + name));
                inputs.put(name, array);
            }
        }
        return inputs;
    }

    private NDArray forward(Map<String, NDArray> inputs) {
        return network.forward(input(inputs, "in.x"), timestep(), condition(inputs));
    }

    private Conditioning condition(Map<String, NDArray> inputs) {
        return Conditioning.ofClasses(labels())
                .withContext(inputs.get("in.text"))
                .withImage(inputs.get("in.image"));
    }

    private static NDArray input(Map<String, NDArray> inputs, String name) {
        NDArray array = inputs.get(name);
        assertThat(array).as(name).isNotNull();
        return array;
    }

    /** The outputs and all gradients that the fixture holds, by the fixture's names. */
    private Map<String, float[]> computed() {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            Map<String, NDArray> inputs = inputs();
            NDArray out = forward(inputs);
            values.put("out.pred", ops.floats(out));
            NDArray loss = ops.mse(out, fixture.array(ops, "in.noise"));
            values.put("out.loss", ops.floats(loss));
            Map<String, NDArray> sought = new LinkedHashMap<>();
            network.parameters().forEach((name, p) -> sought.put("grad." + name, p.array()));
            inputs.forEach((name, array) -> sought.put("grad." + name, array));
            sought.keySet().removeIf(name -> !fixture.has(name));
            List<NDArray> gradients =
                    Gradients.of(ops, loss, new ArrayList<>(sought.values()), false);
            int i = 0;
            for (String name : sought.keySet()) {
                values.put(name, ops.floats(gradients.get(i++)));
            }
        }
        long expected = fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
        assertThat(values).as("gradients, prediction and loss").hasSize((int) expected + 2);
        return values;
    }

    void checkValuesAndGradients() {
        double largest = 0;
        for (String name : fixture.io().names()) {
            for (float value :
                    name.startsWith("grad.") ? fixture.io().floats(name) : new float[0]) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        double floor = 1e-2 * largest;
        computed()
                .forEach(
                        (name, values) -> {
                            boolean gradient = name.startsWith("grad.");
                            assertThat(fixture.error(name, values, gradient ? floor : 0))
                                    .as("%s: %s", fixture.path("config.json"), name)
                                    .isLessThan(
                                            gradient
                                                    ? ParityFixture.GRADIENT_TOLERANCE
                                                    : ParityFixture.OUTPUT_TOLERANCE);
                        });
    }

    void checkBf16() {
        assertThat(ops.compute()).isEqualTo(ComputeType.BF16);
        Map<String, float[]> computed = computed();
        double difference = 0;
        double whole = 0;
        for (Map.Entry<String, float[]> each : computed.entrySet()) {
            if (each.getKey().startsWith("grad.")) {
                float[] expected = fixture.io().floats(each.getKey());
                for (int i = 0; i < expected.length; i++) {
                    difference += Math.pow(each.getValue()[i] - expected[i], 2);
                    whole += Math.pow(expected[i], 2);
                }
            }
        }
        assertThat(fixture.error("out.pred", computed.getOrDefault("out.pred", new float[0]), 0))
                .as("%s in bf16: prediction", fixture.path("config.json"))
                .isLessThan(BF16_TOLERANCE);
        assertThat(Math.sqrt(difference / whole))
                .as("%s in bf16: gradients", fixture.path("config.json"))
                .isLessThan(BF16_GRADIENT_TOLERANCE);
    }

    void checkActivations() {
        try (Scope scope = Scope.open()) {
            Map<String, NDArray> inputs = inputs();
            check("act.t_proj", network.embedding.ofTime(timestep()));
            NDArray emb = network.embedding.forward(timestep(), labels());
            NDArray context = inputs.get("in.text");
            NDArray h = network.start(input(inputs, "in.x"), inputs.get("in.image"));
            Deque<NDArray> skips = new ArrayDeque<>();
            for (int i = 0; i < network.downs.size(); i++) {
                skips.push(h);
                h = network.downs.get(i).forward(h, emb, context);
                check("act.downs." + i, h);
            }
            for (int i = 0; i < network.mids.size(); i++) {
                h = network.mids.get(i).forward(h, emb, context);
                check("act.mids." + i, h);
            }
            for (int i = 0; i < network.ups.size(); i++) {
                h = network.ups.get(i).forward(h, skips.pop(), emb, context);
                check("act.ups." + i, h);
            }
            check("act.norm_out", network.normOut.forward(h));
        }
    }

    private void check(String name, NDArray actual) {
        if (fixture.has(name)) {
            fixture.check(ops, name, actual);
        }
    }

    @Override
    public void close() {
        network.close();
        fixture.close();
    }
}
