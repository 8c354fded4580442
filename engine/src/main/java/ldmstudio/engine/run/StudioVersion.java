package ldmstudio.engine.run;

import org.jspecify.annotations.Nullable;

/** The version of this build, for run records, recipes and {@code ldm --version}. */
public final class StudioVersion {
    private StudioVersion() {}

    /** Such as {@code 0.1.0}; {@code development} when run from class files instead of the jar. */
    public static String current() {
        @Nullable String version = StudioVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
