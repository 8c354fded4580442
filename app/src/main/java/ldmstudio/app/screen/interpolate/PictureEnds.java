package ldmstudio.app.screen.interpolate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.Keyframe;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.run.ImageRecipe;

/** Keyframes made from pictures. */
final class PictureEnds {
    private PictureEnds() {}

    /**
     * The walk with these pictures as its keyframes, in order; more keyframes are made if needed.
     */
    static WalkConfig walk(WalkConfig walk, List<Path> pictures) {
        List<Keyframe> keyframes = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Keyframe like =
                    i < walk.keyframes().size()
                            ? walk.keyframes().get(i)
                            : Keyframe.defaults().with("seed", (long) i);
            keyframes.add(
                    like.with("picture", pictures.get(i).toAbsolutePath().toString())
                            .with("at", -1.0));
        }
        for (int i = pictures.size(); i < 2; i++) {
            keyframes.add(walk.keyframes().get(Math.min(i, walk.keyframes().size() - 1)));
        }
        boolean real = walk.mode().equals("latents");
        WalkConfig changed = real ? walk : walk.with("mode", "keyframes");
        return Places.even(changed.withKeyframes(keyframes));
    }

    /** A keyframe that is drawn as a recipe says, without the picture that held it. */
    static Keyframe of(ImageRecipe recipe, Keyframe before) {
        return before.with("picture", "")
                .with("prompt", recipe.prompt())
                .with("negative_prompt", recipe.negativePrompt())
                .with("class_label", recipe.classLabel())
                .with("seed", recipe.seed())
                .with("guidance_scale", recipe.guidanceScale());
    }
}
