package ldmstudio.engine.worker;

import java.util.List;
import ldmstudio.engine.pipeline.WalkFilm;

/**
 * A rendered walk.
 *
 * @param notices what a person should know about the pictures at its ends
 */
record RenderedWalk(WalkFilm.Done film, List<String> notices) {}
