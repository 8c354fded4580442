package ldmstudio.engine.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.MachineConfig;

/** Finds devices and says in plain words what was found, what is missing and what to do. */
public final class Devices {
    private Devices() {}

    /**
     * Opens libtorch as a configuration asks for it.
     *
     * @throws DeviceException when libtorch cannot be loaded or there is no such device
     */
    public static Ops open(MachineConfig machine) {
        quiet();
        if (machine.threads() > 0) {
            System.setProperty("ldmstudio.threads", Integer.toString(machine.threads()));
        }
        Device device = choose(machine.device());
        return Ops.open(
                device,
                ComputeType.of(machine.compute(), device.isGpu()),
                Layout.of(machine.layout()));
    }

    /** DJL asks for nothing at start: neither the network nor a warm-up of the graph executor. */
    private static void quiet() {
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        System.setProperty("ai.djl.offline", "true");
    }

    private static Device choose(String word) {
        int gpus = engine().getGpuCount();
        if (word.equals("cpu") || (word.equals("auto") && gpus == 0)) {
            return Device.cpu();
        }
        if (word.equals("auto")) {
            return Device.gpu(0);
        }
        if (!word.matches("cuda(:\\d+)?")) {
            throw new DeviceException(
                    "device is '" + word + "'; allowed are auto, cpu, cuda and cuda:N.");
        }
        int number = word.contains(":") ? Integer.parseInt(word.substring(5)) : 0;
        if (number >= gpus) {
            throw new DeviceException(
                    "device is "
                            + word
                            + ", but libtorch sees "
                            + (gpus == 0 ? "no GPU" : gpus + " GPU(s)")
                            + ". Choose auto or cpu, or see 'ldm device' for what a GPU needs.");
        }
        return Device.gpu(number);
    }

    private static Engine engine() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new DeviceException(
                    "libtorch could not be loaded ("
                            + e.getMessage()
                            + "). See 'ldm device' for what is missing.",
                    e);
        }
    }

    /** What a script would read; the values are strings, numbers and booleans. */
    public static Map<String, Object> facts() {
        quiet();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.version"));
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("max_heap_mib", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("cpu_bf16", ComputeType.cpuHasBf16());
        try {
            Engine engine = engine();
            facts.put("libtorch", engine.getVersion());
            facts.put("threads", JniUtils.getNumThreads());
            facts.put("gpus", engine.getGpuCount());
            facts.put("device", engine.getGpuCount() > 0 ? "cuda:0" : "cpu");
            facts.put(
                    "compute",
                    engine.getGpuCount() > 0 || ComputeType.cpuHasBf16() ? "bf16" : "fp32");
        } catch (DeviceException e) {
            facts.put("error", e.getMessage());
        }
        return facts;
    }

    /** The same for people. */
    public static String report() {
        Map<String, Object> facts = facts();
        StringBuilder text = new StringBuilder();
        text.append("System      ")
                .append(facts.get("os"))
                .append(", Java ")
                .append(facts.get("java"));
        text.append("\nProcessor   ")
                .append(facts.get("cores"))
                .append(" cores; bf16 in hardware: ");
        text.append(
                Boolean.TRUE.equals(facts.get("cpu_bf16"))
                        ? "yes, used by compute: auto"
                        : "no, so compute: auto is fp32");
        if (facts.containsKey("error")) {
            text.append("\nlibtorch    not loaded: ").append(facts.get("error"));
            text.append(
                    "\nWhat to do  Check that the folder .djl.ai in your home folder can be written and that the"
                            + " launcher's lib folder holds pytorch-native-cpu for this system.");
            return text.toString();
        }
        text.append("\nlibtorch    ")
                .append(facts.get("libtorch"))
                .append(", ")
                .append(facts.get("threads"));
        text.append(" threads");
        if (Integer.valueOf(0).equals(facts.get("gpus"))) {
            text.append("\nGPU         none: this libtorch is built for the CPU.");
            text.append(
                    "\nWhat to do  The CPU works. For an NVIDIA GPU set PYTORCH_LIBRARY_PATH to the folder torch/lib of"
                            + " a pip installation of torch 2.7.1, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128,"
                            + " and run 'ldm device' again.");
        } else {
            text.append("\nGPU         ")
                    .append(facts.get("gpus"))
                    .append(" found; device: auto takes cuda:0");
        }
        return text.append("\nUsed        ")
                .append(facts.get("device"))
                .append(", ")
                .append(facts.get("compute"))
                .toString();
    }
}
