package ldmstudio.app.screen.autoencoder;

import ldmstudio.app.control.NumberText;
import ldmstudio.engine.config.DiscriminatorConfig;

/** When the discriminator starts, as the switch shows it and as a worker is told. */
record DiscriminatorStart(Mode mode, double at, boolean percent) {
    /** The three positions of the switch. */
    enum Mode {
        OFF("Off"),
        AT("At step"),
        NOW("On now");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static DiscriminatorStart of(DiscriminatorConfig config) {
        return of(config.start(), config.discStart());
    }

    /** From the words of configuration and events: off, now, step, percent. */
    static DiscriminatorStart of(String start, double discStart) {
        return switch (start) {
            case "now" -> new DiscriminatorStart(Mode.NOW, discStart, false);
            case "step" -> new DiscriminatorStart(Mode.AT, discStart, false);
            case "percent" -> new DiscriminatorStart(Mode.AT, discStart, true);
            default -> new DiscriminatorStart(Mode.OFF, discStart, false);
        };
    }

    /** The word for {@code discriminator.start}. */
    String word() {
        return switch (mode) {
            case OFF -> "off";
            case NOW -> "now";
            case AT -> percent ? "percent" : "step";
        };
    }

    /** What a running worker is told as {@code disc_start}. */
    String command() {
        return mode == Mode.AT ? word() + " " + NumberText.of(at) : word();
    }
}
