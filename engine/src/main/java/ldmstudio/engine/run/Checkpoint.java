package ldmstudio.engine.run;

import java.nio.file.Path;

/** A complete checkpoint: its step and its folder. */
public record Checkpoint(long step, Path path) {}
