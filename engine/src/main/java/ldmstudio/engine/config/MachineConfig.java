package ldmstudio.engine.config;

/** Where and how the arithmetic is done. */
public record MachineConfig(
        @Field(
                        label = "Device",
                        pattern = "auto|cpu|(cuda|gpu)(:\\d{1,3})?",
                        allowed = "auto, cpu, cuda or cuda:N",
                        help =
                                "auto takes the first GPU that works, else the CPU. cuda:1 names the second GPU.")
                String device,
        @Field(
                        label = "Arithmetic",
                        oneOf = {"auto", "fp32", "bf16"},
                        help = "bf16 is faster where the processor has it; auto looks.")
                String compute,
        @Field(
                        label = "Threads",
                        help = "Threads of the tensor library; 0 takes every core.",
                        min = 0,
                        max = 1024)
                int threads,
        @Field(
                        label = "Reading threads",
                        help = "Threads that read and decode pictures ahead; 0: by the cores.",
                        min = 0,
                        max = 256,
                        advanced = true)
                int dataThreads,
        @Field(
                        label = "Layout",
                        oneOf = {"auto", "nchw", "nhwc"},
                        help =
                                "How pictures lie in memory: nhwc puts the channels of a pixel beside each"
                                        + " other. auto takes it on a GPU, for drawing, and where a"
                                        + " processor trains a wide network in fp32; nchw"
                                        + " elsewhere.",
                        advanced = true)
                String layout) {
    public MachineConfig {
        FieldChecks.require(MachineConfig.class, device, compute, threads, dataThreads, layout);
    }

    /** As the record's constructor, with reading threads and layout chosen by the machine. */
    public MachineConfig(String device, String compute, int threads) {
        this(device, compute, threads, 0, "auto");
    }

    public static MachineConfig defaults() {
        return new MachineConfig("auto", "auto", 0, 0, "auto");
    }
}
