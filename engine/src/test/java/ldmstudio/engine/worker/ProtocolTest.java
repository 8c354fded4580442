package ldmstudio.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolTest {
    private static final SampleSettings SETTINGS =
            new SampleSettings(
                    List.of(3, 4),
                    List.of("a red circle"),
                    SamplingConfig.of("ddim", 50, 1.5, 0, 1, 16, 7),
                    1,
                    "out dir",
                    new BeginSettings(
                            "/pictures/a b.png", 0.5, "/mask.png", 0, 0, 0, 0, 64, 32, 9, 0.25),
                    "runs/b");

    static List<Request> requests() {
        return List.of(
                new Request.Train("1", "stage: autoencoder\nseed: 1\n", "runs/ä b"),
                new Request.Resume("2", "runs/a"),
                new Request.Pause("3"),
                new Request.Continue("4"),
                new Request.Stop("5", true),
                new Request.CheckpointNow("6"),
                new Request.SampleNow("7"),
                new Request.Set("8", "disc_start", "step 100"),
                new Request.Load("9", "runs/a"),
                new Request.Sample("10", SETTINGS),
                new Request.SampleTogether("21", List.of(SETTINGS, SETTINGS.withOutDir("b"))),
                new Request.Frame("15", "", WalkConfig.defaults(), 0.25, 0.5, 2),
                new Request.GiveBack("23", "runs/a", "pictures/ä b.jpg"),
                new Request.Pace("22", "runs/a", WalkConfig.defaults().with("retime", "features")),
                new Request.Render(
                        "16",
                        "runs/a",
                        WalkConfig.defaults().with("mode", "circle"),
                        VideoConfig.defaults().with("format", "gif"),
                        "videos/ä b.gif"),
                new Request.Trajectory(
                        "17", SETTINGS, 12, SETTINGS.how().with("sampler", "euler"), "out dir"),
                new Request.Film(
                        "18",
                        "denoising",
                        "runs/a",
                        SETTINGS,
                        3,
                        VideoConfig.defaults(),
                        "videos/f.mp4"),
                new Request.Redraw("19", "samples/a.png", "runs/a"),
                new Request.Unpack("20", "videos/f.mp4", "frames"),
                new Request.Cancel("11", "10"),
                new Request.Tokens("15", "a red \"circle\""),
                new Request.Vocabulary("16"),
                new Request.Ping("12"),
                new Request.Inspect("14", "/models/a.ckpt", true),
                new Request.Convert("15", "/models/a.ckpt", "/models/a", "diffusers", "fp16", true),
                new Request.Device("13"),
                new Request.Shutdown("14"));
    }

    static List<Reply> replies() {
        return List.of(
                new Reply.Ok("1", Map.of("step", 5, "state", "finished")),
                new Reply.Failure("2", "message", "hint", "a\nb"),
                new Reply.Progress("3", "sampling", 0.5, 25, 50, List.of("AAAA"), 0),
                new Reply.SampleImage("4", 2, "out/0002.png"),
                new Reply.StepPictures(
                        "5", true, 3, 9, 601, 0.6, 0.8, "AAAA", "BBBB", "CCCC", 0.25, -1),
                new Reply.Heartbeat("training", "step 3", 3, 10, 2.5, 2.8, 512, 100, 0.4));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRequestSurvivesItsLine(Request request) throws ProtocolException {
        String line = Protocol.write(request);
        assertThat(line).doesNotContain("\n");
        assertThat(Protocol.readRequest(line)).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void everyReplySurvivesItsLine(Reply reply) throws ProtocolException {
        String line = Protocol.write(reply);
        assertThat(line).doesNotContain("\n");
        assertThat(Protocol.readReply(line)).isEqualTo(reply);
    }

    @Test
    void allKindsAreCovered() {
        assertThat(requests()).hasSize(Request.class.getPermittedSubclasses().length);
        assertThat(replies()).hasSize(Reply.class.getPermittedSubclasses().length);
    }

    @Test
    void typesAndKeysAreSnakeCase() {
        assertThat(Protocol.write(new Request.CheckpointNow("1")))
                .isEqualTo("{\"type\":\"checkpoint_now\",\"id\":\"1\"}");
        assertThat(Protocol.write(new Request.Cancel("1", "2"))).contains("\"target_id\":\"2\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"type":"train","id":"1","config_yaml":"x"}             | run_dir
                    {"type":"train","id":"1","config_yaml":"x","run_dir":5} | run_dir
                    {"type":"resume","id":"1","run_dir":null}               | run_dir
                    {"type":"stop","id":"1","save":"yes"}                   | save
                    {"type":"stop","id":"1"}                                | save
                    {"type":"pause","id":"1","surprise":1}                  | surprise
                    {"type":"dance","id":"1"}                               | dance
                    {"id":"1"}                                              | type
                    {"type":"sample","id":"1","settings":{}}                | settings
                    {"type":"sample","id":"1","settings":[1]}               | settings
                    """)
    void aBadRequestNamesItsFieldAndKeepsItsId(String line, String field) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Protocol.readRequest(line))
                .satisfies(e -> assertThat(e).hasMessageContaining(field))
                .satisfies(e -> assertThat(e.id()).isEqualTo("1"));
    }

    @Test
    void aRequestWithoutIdIsRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Protocol.readRequest("{\"type\":\"ping\"}"))
                .withMessageContaining("id");
    }

    @Test
    void aLineOfAnOlderWindowDrawsFromNoiseWithTheLoadedModel() throws ProtocolException {
        String line = Protocol.write(new Request.Sample("1", SETTINGS));
        String older = line.replaceAll(",\"from\":\\{[^}]*},\"model\":\"runs/b\"", "");
        assertThat(older).doesNotContain("from").doesNotContain("model");
        SampleSettings read = ((Request.Sample) Protocol.readRequest(older)).settings();
        assertThat(read.from()).isEqualTo(BeginSettings.NOISE);
        assertThat(read.model()).isEmpty();
        assertThat(read.how()).isEqualTo(SETTINGS.how());
        String partly = line.replaceAll("\"from\":\\{[^}]*}", "\"from\":{\"picture\":\"p.png\"}");
        assertThat(((Request.Sample) Protocol.readRequest(partly)).settings().from())
                .isEqualTo(BeginSettings.of("p.png", 0.6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "strength":0.5      | "strength":0        | strength is 0.0; allowed: more than 0
                    "strength":0.5      | "strength":1.5      | strength is 1.5
                    "picture":"/pictures/a b.png" | "picture":"" | mask needs a picture
                    "extend_left":0     | "extend_left":-1    | extend_left is -1
                    "extend_left":0     | "extend_left":8     | mask and extend
                    "width":64          | "width":-8          | width is -8
                    "variation_amount":0.25 | "variation_amount":2 | variation_amount is 2.0
                    "width":64          | "wide":64           | wide
                    """)
    void aBeginningThatCannotBeIsNamed(String good, String bad, String said) {
        String line = Protocol.write(new Request.Sample("1", SETTINGS)).replace(good, bad);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Protocol.readRequest(line))
                .withMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"steps,0", "guidance_scale,90", "eta,-1", "count,0", "sampler,''"})
    void settingsOutOfRangeAreNamed(String field, String value) {
        String good = Protocol.write(new Request.Sample("1", SETTINGS));
        String bad =
                good.replaceAll(
                        "\"" + field + "\":[^,}]*",
                        "\"" + field + "\":" + (value.isEmpty() ? "\"\"" : value));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Protocol.readRequest(bad))
                .withMessageContaining(field)
                .withMessageContaining("allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "none",
            textBlock = "`` \n[1]\n\"text\"\n{\"type\":\n{} {}\n\0\nnull")
    void whatIsNoObjectIsRefusedWithoutId(String line) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Protocol.readRequest(line == null ? "" : line))
                .satisfies(e -> assertThat(e.id()).isEmpty());
    }

    @Test
    void aReplyOfANewerWorkerIsUnderstood() throws ProtocolException {
        assertThat(
                        Protocol.readReply(
                                "{\"type\":\"sample_image\",\"id\":\"1\",\"index\":1,\"x\":2}"))
                .isEqualTo(new Reply.SampleImage("1", 1, ""));
    }

    @Test
    void classLabelsGoRound() {
        assertThat(SETTINGS.classLabel(0)).isEqualTo(3);
        assertThat(SETTINGS.classLabel(3)).isEqualTo(4);
    }
}
