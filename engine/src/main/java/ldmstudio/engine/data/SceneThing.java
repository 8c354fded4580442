package ldmstudio.engine.data;

import ldmstudio.engine.data.ShapePalette.Named;

/**
 * One thing of a scene.
 *
 * @param rgb its colour, a little off the named one
 * @param centerX in parts of the picture's width
 * @param centerY in parts of the picture's height
 * @param radius half its extent, in parts of the picture's side
 */
record SceneThing(
        SceneForm form,
        Named colour,
        SceneTexture texture,
        int rgb,
        double centerX,
        double centerY,
        double radius) {}
