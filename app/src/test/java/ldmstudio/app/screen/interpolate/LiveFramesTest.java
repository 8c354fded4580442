package ldmstudio.app.screen.interpolate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.scene.image.WritableImage;
import ldmstudio.app.client.WorkerException;
import ldmstudio.engine.config.WalkConfig;
import org.junit.jupiter.api.Test;

class LiveFramesTest {
    private static final WalkConfig WALK = WalkConfig.defaults();

    private final List<FrameKey> asked = new ArrayList<>();
    private final List<CompletableFuture<LiveFrame>> answers = new ArrayList<>();
    private final List<Double> shown = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private int abandoned;
    private final LiveFrames frames =
            new LiveFrames(
                    new LiveFrames.Source() {
                        @Override
                        public CompletableFuture<LiveFrame> draw(FrameKey key) {
                            asked.add(key);
                            CompletableFuture<LiveFrame> answer = new CompletableFuture<>();
                            answers.add(answer);
                            return answer;
                        }

                        @Override
                        public void abandon() {
                            abandoned++;
                        }
                    },
                    Runnable::run,
                    System::nanoTime,
                    new FrameCache(3 * 64 * 4));

    private static FrameKey key(double at, int steps) {
        return new FrameKey("model", WALK, at, 0, steps);
    }

    private static LiveFrame frame() {
        return new LiveFrame(new WritableImage(8, 8), "", 70, List.of());
    }

    private void listen() {
        frames.setOnFrame(
                (key, frame, late) -> {
                    if (!late) {
                        shown.add(key.at());
                    }
                });
        frames.setOnFailure((key, thrown) -> failures.add(thrown));
    }

    @Test
    void oneFrameIsDrawnAtATimeAndOfTheWaitingOnesOnlyTheNewest() {
        listen();
        for (double at : new double[] {0.1, 0.2, 0.3, 0.4}) {
            frames.want(key(at, 2));
        }
        assertThat(asked).extracting(FrameKey::at).containsExactly(0.1);
        answers.get(0).complete(frame());
        assertThat(asked).extracting(FrameKey::at).containsExactly(0.1, 0.4);
        answers.get(1).complete(frame());
        assertThat(shown).containsExactly(0.1, 0.4);
        assertThat(frames.busy()).isFalse();
        frames.want(key(0.1, 2));
        assertThat(asked).as("drawn before").hasSize(2);
        assertThat(shown).endsWith(0.1);
    }

    @Test
    void aWholePictureThatNobodyWaitsForMakesRoomForADrag() {
        listen();
        frames.want(key(0.5, 0));
        frames.want(key(0.6, 2));
        frames.want(key(0.7, 2));
        assertThat(abandoned).isEqualTo(1);
        answers.get(0).completeExceptionally(new WorkerException("cancelled", "", ""));
        assertThat(failures).isEmpty();
        assertThat(asked).extracting(FrameKey::at).containsExactly(0.5, 0.7);
    }

    @Test
    void aFrameThatComesLateDoesNotReplaceOneThatWasWishedForLater() {
        listen();
        frames.want(key(0.1, 2));
        answers.get(0).complete(frame());
        frames.want(key(0.2, 2));
        frames.want(key(0.1, 2));
        answers.get(1).complete(frame());
        assertThat(shown).as("0.1 is remembered and stays").containsExactly(0.1, 0.1);
        assertThat(frames.known(key(0.2, 2))).isPresent();
        frames.want(key(0.3, 2));
        answers.get(2).complete(frame());
        assertThat(shown).endsWith(0.3);
    }

    @Test
    void aFailureIsToldOnceAndTheNextWishIsTriedAgain() {
        listen();
        frames.want(key(0.5, 2));
        frames.decorate(List.of(key(0, 0)));
        answers.get(0).completeExceptionally(new WorkerException("The worker is gone.", "", ""));
        assertThat(failures).hasSize(1);
        assertThat(asked).hasSize(1);
        frames.want(key(0.5, 2));
        assertThat(asked).hasSize(2);
    }

    @Test
    void decorationsWaitUntilNothingElseIsWishedForAndTheOldestFramesLeave() {
        listen();
        frames.want(key(0.5, 2));
        frames.decorate(List.of(key(0, 0), key(1, 0)));
        frames.want(key(0.6, 2));
        answers.get(0).complete(frame());
        answers.get(1).complete(frame());
        answers.get(2).complete(frame());
        answers.get(3).complete(frame());
        assertThat(asked).extracting(FrameKey::at).containsExactly(0.5, 0.6, 0.0, 1.0);
        assertThat(frames.cache().size()).isEqualTo(3);
        assertThat(frames.known(key(0.5, 2))).isEmpty();
        assertThat(frames.cache().bytes()).isLessThanOrEqualTo(3 * 64 * 4);
    }

    @Test
    void theGovernorGivesUpStepsThenPlacesAndTakesThemBack() {
        FrameGovernor governor = new FrameGovernor(2);
        for (int i = 0; i < 3; i++) {
            governor.drew(300);
        }
        assertThat(governor.steps()).isEqualTo(1);
        for (int i = 0; i < 12; i++) {
            governor.drew(280);
        }
        assertThat(governor.places()).isLessThan(FrameGovernor.FINEST);
        assertThat(governor.holdsBack()).isTrue();
        assertThat(governor.rate()).isBetween(3.4, 3.8);
        assertThat(governor.snap(1)).isEqualTo(1);
        assertThat(governor.snap(0.5004)).isEqualTo(0.5);
        for (int i = 0; i < 60; i++) {
            governor.drew(40);
        }
        assertThat(governor.steps()).isEqualTo(2);
        assertThat(governor.places()).isEqualTo(FrameGovernor.FINEST);
        assertThat(governor.holdsBack()).isFalse();
    }

    @Test
    void playingGoesForthBackRoundAndToAndFro() {
        Playback playback = new Playback();
        playback.toggle();
        double at = playback.advance(0.2, 0, 4, false, false);
        at = playback.advance(at, 1_000_000_000L, 4, false, false);
        assertThat(at).isEqualTo(0.45);
        playback.forth();
        assertThat(playback.speed()).isEqualTo(2);
        at = playback.advance(at, 2_000_000_000L, 4, false, false);
        assertThat(at).isEqualTo(0.95);
        assertThat(playback.advance(at, 3_000_000_000L, 4, false, false)).isEqualTo(1);
        assertThat(playback.plays()).isFalse();
        playback.back();
        playback.advance(0.1, 0, 4, true, false);
        assertThat(playback.advance(0.1, 1_000_000_000L, 4, true, false))
                .isCloseTo(0.85, org.assertj.core.data.Offset.offset(1e-9));
        playback.stop();
        playback.forth();
        playback.advance(0.9, 0, 4, true, true);
        assertThat(playback.advance(0.9, 1_000_000_000L, 4, true, true))
                .isCloseTo(0.85, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(playback.advance(0.85, 2_000_000_000L, 4, true, true))
                .isCloseTo(0.6, org.assertj.core.data.Offset.offset(1e-9));
    }
}
