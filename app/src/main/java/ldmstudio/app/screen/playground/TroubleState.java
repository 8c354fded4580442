package ldmstudio.app.screen.playground;

import ldmstudio.app.notify.Notification;
import ldmstudio.app.shell.EmptyState;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** Why the drawing failed, in its place, with the ways out. */
final class TroubleState {
    private TroubleState() {}

    static EmptyState of(PlaygroundViewModel model) {
        Trouble trouble = model.draws().trouble();
        Drawing failed = model.queue().first().orElse(null);
        String title =
                switch (trouble.kind()) {
                    case CRASH -> "The program that draws has ended";
                    case MODEL_GONE -> "The model is gone";
                    case REFUSED -> "This drawing failed";
                };
        EmptyState state =
                new EmptyState(
                        MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                        title,
                        (trouble.words() + " " + trouble.hint()).strip());
        state.withButton(
                "sample-retry",
                trouble.kind() == Trouble.Kind.CRASH ? "Start it again and go on" : "Try again",
                model::go);
        ModelChoice chosen = model.models().chosenProperty().get();
        if (trouble.kind() == Trouble.Kind.MODEL_GONE
                && chosen != null
                && failed != null
                && !chosen.path().toString().equals(failed.model())) {
            state.withButton(
                    "sample-other-model",
                    "Draw it with " + chosen.name(),
                    model.waiting()::drawWithChosen);
        }
        if (trouble.kind() == Trouble.Kind.REFUSED && failed != null) {
            state.withButton(
                    "sample-edit-failed",
                    "Change its settings",
                    () -> {
                        model.edits().edit(failed);
                        model.draws().skip();
                    });
        }
        state.withButton(
                "sample-skip",
                model.queue().items().size() > 1 ? "Leave it out and go on" : "Leave it out",
                model.draws()::skip);
        return trouble.details().isBlank()
                ? state
                : state.withDetails(
                        Notification.error("Drawing", trouble.words())
                                .withDetails(trouble.details()));
    }
}
