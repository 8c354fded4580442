package ldmstudio.engine.config;

/** Where and how the arithmetic is done. */
public record MachineConfig(
        @Field(
                        label = "Device",
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
                int threads) {
    public static MachineConfig defaults() {
        return new MachineConfig("auto", "auto", 0);
    }
}
