package ldmstudio.engine.train;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import ldmstudio.engine.config.TrainingConfig;

/**
 * Looks at the machine's memory before every block of a network and ends a step that will not fit.
 *
 * <p>Linux grants memory that it does not have and kills the process that uses it, without a word
 * and without a record. So a step that leaves less than a reserve is refused here, while there is
 * still room to say why.
 */
final class MemoryWatch implements Runnable {
    /** Below this share of all memory a machine begins to starve. */
    private static final double RESERVE_SHARE = 0.03;

    private static final double LEAST_RESERVE_MIB = 256;

    private final DoubleSupplier availableMib;
    private final double reserveMib;
    private final TrainingConfig config;
    private final double totalMib;
    private int steps;
    private boolean watching;
    private double heldBeforeMib;

    /**
     * @param availableMib memory that a process may still take; not a number where unknown
     * @param totalMib memory of the machine, or of the container
     */
    MemoryWatch(DoubleSupplier availableMib, double totalMib, TrainingConfig config) {
        this.availableMib = availableMib;
        this.reserveMib = Math.max(LEAST_RESERVE_MIB, RESERVE_SHARE * totalMib);
        this.totalMib = totalMib;
        this.config = config;
    }

    static MemoryWatch ofThisMachine(TrainingConfig config) {
        return new MemoryWatch(MachineMemory::availableMib, MachineMemory.totalMib(), config);
    }

    /** To be called before each step, when only weights and the optimizer's state are held. */
    void beginStep() {
        heldBeforeMib = ProcessMemory.usedMib();
        // Looking costs as much as a small block. Later steps are like the first ones.
        watching = steps++ < 2 || availableMib.getAsDouble() < totalMib / 2;
    }

    /**
     * @throws MemoryShortageException when less than the reserve is left
     */
    @Override
    public void run() {
        double left = watching ? availableMib.getAsDouble() : Double.NaN;
        if (left < reserveMib) {
            double held = ProcessMemory.usedMib();
            throw new MemoryShortageException(
                    String.format(
                            Locale.ROOT,
                            "Out of memory: %.1f GiB are left on this machine and the step is not"
                                    + " done. This process holds %.1f GiB, %.1f of them for the"
                                    + " step's pictures.",
                            left / 1024,
                            held / 1024,
                            Math.max(0, held - heldBeforeMib) / 1024),
                    hint(config));
        }
    }

    /** The ways out that this run has not gone yet. */
    static String hint(TrainingConfig config) {
        StringBuilder hint = new StringBuilder();
        if (!config.gradientCheckpointing()) {
            hint.append(
                    "Set training.gradient_checkpointing: true, which computes blocks twice instead"
                            + " of keeping them. ");
        }
        if (config.batchSize() > 1) {
            hint.append(
                    "Halve training.batch_size and double training.gradient_accumulation_steps: the"
                            + " same effective batch in half the memory. ");
        }
        return hint.append(hint.isEmpty() ? "Train" : "Or train")
                .append(" a smaller network, or smaller pictures.")
                .toString();
    }
}
