package ldmstudio.app.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/**
 * What a worker says of how its model's autoencoder gives a picture back.
 *
 * @param poor whether a person should know of it before more is made of the picture
 * @param words what it means, with the figure
 */
public record PictureVerdict(boolean poor, String words) {
    /**
     * Asks a worker; empty: the model has no autoencoder, so nothing is lost.
     *
     * @param model run, checkpoint or model; empty: the loaded one
     */
    public static CompletableFuture<Optional<PictureVerdict>> ask(
            Worker worker, String model, Path picture) {
        return worker.request(id -> new Request.GiveBack(id, model, picture.toString()))
                .thenApply(PictureVerdict::of);
    }

    private static Optional<PictureVerdict> of(Reply.Ok ok) {
        Map<String, Object> payload = ok.payload();
        return payload.get("words") instanceof String words
                ? Optional.of(new PictureVerdict(Boolean.TRUE.equals(payload.get("poor")), words))
                : Optional.empty();
    }
}
