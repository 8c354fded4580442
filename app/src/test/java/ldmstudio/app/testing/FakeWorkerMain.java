package ldmstudio.app.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.worker.Protocol;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/**
 * A child process that speaks the worker's protocol and trains nothing: steps count up until they
 * are told to stop. Arguments: {@code mute} (no heartbeats), {@code noisy} (rubbish on standard
 * output), {@code writing} (fills the run folder, a hundred steps a second).
 */
public final class FakeWorkerMain {
    private static final long TOTAL = 10_000;

    private final PrintStream out;
    private final List<String> manners;
    private final AtomicReference<String> training = new AtomicReference<>("");
    private volatile String state = "idle";
    private volatile long step = 4_000;

    private FakeWorkerMain(PrintStream out, List<String> manners) {
        this.out = out;
        this.manners = manners;
    }

    /** How a test starts it: the same Java, the test's class path. */
    public static WorkerCommand command(String... manners) {
        List<String> words = new java.util.ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx64m");
        words.add("-XX:TieredStopAtLevel=1");
        words.add(FakeWorkerMain.class.getName());
        words.addAll(List.of(manners));
        return new WorkerCommand(words, Map.of("CLASSPATH", System.getProperty("java.class.path")));
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new FakeWorkerMain(out, List.of(args)).run();
    }

    private void run() throws Exception {
        System.err.println("fake worker is up");
        if (!manners.contains("mute")) {
            Thread beats = new Thread(this::beat);
            beats.setDaemon(true);
            beats.start();
        }
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (manners.contains("noisy")) {
                out.println("Intel MKL says hello");
            }
            answer(Protocol.readRequest(line));
        }
    }

    private void answer(Request request) {
        if (request instanceof Request.Train train) {
            if (manners.contains("writing")) {
                write(train);
            }
            begin(train.id());
        } else if (request instanceof Request.Resume resume) {
            begin(resume.id());
        } else if (request instanceof Request.Pause pause) {
            state = "paused";
            ok(pause.id(), Map.of());
        } else if (request instanceof Request.Continue proceed) {
            state = "training";
            ok(proceed.id(), Map.of());
        } else if (request instanceof Request.Stop stop) {
            ok(stop.id(), Map.of());
            state = "idle";
            ok(training.getAndSet(""), Map.of("state", "stopped", "step", step));
        } else if (request instanceof Request.Set set && set.key().equals("nonsense")) {
            out.println(
                    Protocol.write(
                            new Reply.Failure(
                                    set.id(),
                                    "There is no setting nonsense.",
                                    "Try learning_rate.",
                                    "")));
        } else if (request instanceof Request.Device device) {
            ok(device.id(), Map.of("report", "CPU: test processor, 2 cores\nGPU: none found"));
        } else if (request instanceof Request.Shutdown shutdown) {
            ok(shutdown.id(), Map.of());
            System.exit(0);
        } else {
            ok(request.id(), Map.of());
        }
    }

    private void begin(String id) {
        training.set(id);
        state = "training";
        out.println(
                Protocol.write(new Reply.Progress(id, "training", 0.4, step, TOTAL, List.of(), 0)));
        out.println(Protocol.write(heartbeat()));
    }

    private void write(Request.Train train) {
        Thread writer =
                new Thread(
                        () -> {
                            try (RunFolder folder =
                                    RunFolder.create(Path.of(train.runDir()), train.configYaml())) {
                                fill(folder);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        writer.setDaemon(true);
        writer.start();
    }

    private static void fill(RunFolder folder) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        folder.append(
                new Event.Started(
                        now,
                        0,
                        TOTAL,
                        "autoencoder",
                        "0.1.0",
                        "cpu",
                        "bf16",
                        2,
                        "f",
                        100,
                        1000,
                        1));
        // A long history first, as of a run that has been going on for hours.
        for (long step = 1; step <= TOTAL; step++) {
            if (step > TOTAL - 3000) {
                Thread.sleep(10);
            }
            double loss = 0.1 + 1 / Math.sqrt(step);
            folder.append(
                    new Event.Step(
                            now + step,
                            step,
                            Map.of(
                                    "loss",
                                    loss,
                                    "reconstruction_loss",
                                    0.9 * loss,
                                    "kl_loss",
                                    0.1 * loss,
                                    "learning_rate",
                                    1e-4,
                                    "steps_per_second",
                                    100.0)));
        }
    }

    private void ok(String id, Map<String, Object> payload) {
        out.println(Protocol.write(new Reply.Ok(id, payload)));
    }

    private void beat() {
        while (true) {
            out.println(Protocol.write(heartbeat()));
            if (state.equals("training")) {
                step += 1;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Reply.Heartbeat heartbeat() {
        String words = state.equals("training") ? "Training" : state;
        return new Reply.Heartbeat(state, words, step, TOTAL, 4.2, 1380, 3174, 812, 0);
    }
}
