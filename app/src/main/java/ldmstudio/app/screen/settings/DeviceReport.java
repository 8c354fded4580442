package ldmstudio.app.screen.settings;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.control.TabKey;
import ldmstudio.app.notify.Failures;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/** Asks a worker what it found on this machine: processor, GPUs, what is missing and what to do. */
final class DeviceReport {
    private static final long LIMIT_SECONDS = 90;

    private final AppContext context;
    private final TextArea report = TabKey.leaves(new TextArea());
    private final Label state = new Label();
    private final ProgressIndicator working = new ProgressIndicator();
    private final Button again = new Button("Test again");
    private boolean asked;

    DeviceReport(AppContext context) {
        this.context = context;
    }

    Node node() {
        report.setId("device-report");
        report.setAccessibleText("Report on this machine");
        report.setEditable(false);
        report.setPrefRowCount(7);
        report.getStyleClass().add("details-text");
        working.setMaxSize(16, 16);
        state.getStyleClass().add("row-text");
        state.setWrapText(true);
        again.setId("device-again");
        again.getStyleClass().add("small");
        again.setOnAction(
                event -> {
                    asked = false;
                    ask();
                });
        HBox head = new HBox(8, again, working, state);
        head.setAlignment(Pos.CENTER_LEFT);
        return new VBox(8, report, head);
    }

    /** Asks once; loading the tensor library takes seconds. */
    void ask() {
        if (asked) {
            return;
        }
        asked = true;
        busy(true, "Loading the tensor library to look what it finds…");
        Path folder = context.workspace().folder();
        context.runner()
                .run("Test this machine", progress -> read(folder))
                .onSuccess(
                        text -> {
                            report.setText(text);
                            busy(false, "");
                        })
                .onFailure(
                        e -> {
                            busy(false, Failures.message(e));
                            report.setText(
                                    e instanceof WorkerException w
                                            ? w.details()
                                            : Failures.trace(e));
                        });
    }

    private String read(Path folder) throws Exception {
        try (Worker worker = context.workers().start(folder)) {
            Reply.Ok ok = worker.request(Request.Device::new).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return Objects.toString(ok.payload().get("report"), "The worker gave no report.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new WorkerException(
                    "The worker gave no report within " + LIMIT_SECONDS + " s.", "", "");
        }
    }

    private void busy(boolean busy, String words) {
        working.setVisible(busy);
        working.setManaged(busy);
        again.setDisable(busy);
        state.setText(words);
    }
}
