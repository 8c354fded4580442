package ldmstudio.app.screen.compare.microscope;

import ldmstudio.app.control.NumberText;
import ldmstudio.app.screen.compare.ModelKnowledge;
import ldmstudio.app.screen.compare.SharedValue;
import ldmstudio.engine.config.SamplingConfig;

/**
 * What a person has set in the microscope; kept between sessions.
 *
 * @param model run folder, checkpoint folder or model file; empty: none chosen
 * @param name of the model, for people
 * @param className empty: without one
 * @param first settings of the first way
 * @param second settings of the other way
 * @param kind what the other way is
 * @param branchAt steps of the first way before the other one branches off
 */
public record MicroscopeForm(
        String model,
        String name,
        String className,
        WaySettings first,
        WaySettings second,
        Kind kind,
        int branchAt) {
    /** What is held against the first way. */
    public enum Kind {
        ALONE("One way"),
        BESIDE("Two samplers"),
        BRANCH("A branch");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * How a way is drawn.
     *
     * @param prompt empty for the other way: that of the first
     */
    public record WaySettings(
            String prompt,
            String negativePrompt,
            long seed,
            int steps,
            double guidance,
            String sampler) {
        public WaySettings {
            prompt = prompt == null ? "" : prompt;
            negativePrompt = negativePrompt == null ? "" : negativePrompt;
            steps = Math.max(1, Math.min(1000, steps));
            guidance = Math.max(0, Math.min(50, guidance));
            sampler = sampler == null || sampler.isBlank() ? "ddim" : sampler;
        }

        /** The same on top of what a model's own run used. */
        SamplingConfig on(ModelKnowledge model) {
            return model.sampling()
                    .with("prompts", "")
                    .with("negative_prompt", model.text() ? negativePrompt : "")
                    .with("seed", seed)
                    .with("steps", steps)
                    .with("guidance_scale", guidance)
                    .with("sampler", sampler)
                    .with("count", 1);
        }

        /** Steps and guidance go together: one alone was meant for the other. */
        private WaySettings completedBy(
                ModelKnowledge model, WaySettings untouched, String ownPrompt) {
            boolean fresh = steps == untouched.steps && guidance == untouched.guidance;
            boolean can = model.samplers().isEmpty() || model.samplers().contains(sampler);
            return new WaySettings(
                    fresh && prompt.isBlank() ? ownPrompt : prompt,
                    negativePrompt,
                    seed,
                    fresh ? model.sampling().steps() : steps,
                    fresh ? model.sampling().guidanceScale() : guidance,
                    can ? sampler : model.sampling().sampler());
        }

        /** A value as its row shows it. */
        String value(SharedValue value) {
            return switch (value) {
                case PROMPT -> prompt;
                case NEGATIVE_PROMPT -> negativePrompt;
                case SEED -> String.valueOf(seed);
                case STEPS -> String.valueOf(steps);
                case GUIDANCE -> NumberText.of(guidance);
                case SAMPLER -> sampler;
                case CLASS, COUNT -> throw new IllegalArgumentException(value + " is of no way");
            };
        }

        /** With a value as its row writes it. */
        WaySettings with(SharedValue value, String text) {
            return new WaySettings(
                    value == SharedValue.PROMPT ? text : prompt,
                    value == SharedValue.NEGATIVE_PROMPT ? text : negativePrompt,
                    value == SharedValue.SEED ? Long.parseLong(text) : seed,
                    value == SharedValue.STEPS ? (int) Double.parseDouble(text) : steps,
                    value == SharedValue.GUIDANCE ? Double.parseDouble(text) : guidance,
                    value == SharedValue.SAMPLER ? text : sampler);
        }

        /** One prompt: lines are no parting here. */
        String promptLine() {
            return prompt.replace('\n', ' ').strip();
        }
    }

    public MicroscopeForm {
        WaySettings usual = new WaySettings("", "", 0, 20, 1, "ddim");
        model = model == null ? "" : model;
        name = name == null ? "" : name;
        className = className == null ? "" : className;
        first = first == null ? usual : first;
        second = second == null ? usual : second;
        kind = kind == null ? Kind.ALONE : kind;
        branchAt = Math.max(0, branchAt);
    }

    static MicroscopeForm empty() {
        return new MicroscopeForm(
                "",
                "",
                "",
                new WaySettings("", "", 0, 20, 1, "ddim"),
                new WaySettings("", "", 0, 20, 1, "euler"),
                Kind.ALONE,
                5);
    }

    /** With a model's own settings where nobody has said anything yet. */
    MicroscopeForm completedBy(ModelKnowledge model) {
        MicroscopeForm untouched = empty();
        String prompt = model.sampling().promptList().stream().findFirst().orElse("");
        return withFirst(first.completedBy(model, untouched.first, prompt))
                .withSecond(second.completedBy(model, untouched.second, ""));
    }

    MicroscopeForm withModel(String path, String newName) {
        return new MicroscopeForm(path, newName, className, first, second, kind, branchAt);
    }

    MicroscopeForm withClass(String other) {
        return new MicroscopeForm(model, name, other, first, second, kind, branchAt);
    }

    MicroscopeForm withFirst(WaySettings other) {
        return new MicroscopeForm(model, name, className, other, second, kind, branchAt);
    }

    MicroscopeForm withSecond(WaySettings other) {
        return new MicroscopeForm(model, name, className, first, other, kind, branchAt);
    }

    MicroscopeForm withKind(Kind other) {
        return new MicroscopeForm(model, name, className, first, second, other, branchAt);
    }

    MicroscopeForm withBranchAt(int step) {
        return new MicroscopeForm(model, name, className, first, second, kind, step);
    }
}
