package ldmstudio.app.screen.training;

import javafx.scene.image.Image;

/** A picture of a preview and what was asked for: its class or prompt, or empty. */
public record PreviewPicture(Image image, String caption) {}
