package ldmstudio.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ldm runs}: how every run of a folder stands. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        header = "Lists runs and how they stand.",
        description =
                "%nShows name, stage, state, step, quality, and when something last happened."
                        + " The state 'crashed' means that the process is gone without a word;"
                        + " 'ldm resume' goes on from its last checkpoint.%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ldm runs                           the runs in the folder runs",
            "  ldm runs /data/experiments         those of another folder",
            "  ldm runs runs/shapes               one run",
            "  ldm runs --json                    for scripts; the last one first"
        })
final class RunsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Folder of runs, or one run (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("runs");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    RunsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<RunStatus> runs = read();
        if (json) {
            context.printJson(runs.stream().map(RunsCommand::jsonOf).toList());
        } else if (runs.isEmpty()) {
            context.err().println("no runs in " + folder + " yet; 'ldm train' makes one");
        } else {
            print(runs);
        }
        return ExitCodes.OK;
    }

    private List<RunStatus> read() throws IOException {
        if (RunStatus.isRunFolder(folder)) {
            return List.of(RunStatus.of(folder));
        }
        if (!Files.isDirectory(folder)) {
            if (folder.equals(Path.of("runs"))) {
                return List.of();
            }
            throw new RunFolderException(
                    folder + " is no folder", "Give the folder that your runs are in.");
        }
        List<RunStatus> runs = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(RunStatus::isRunFolder).toList()) {
                runs.add(RunStatus.of(child));
            }
        }
        runs.sort(Comparator.comparingLong(RunStatus::updatedAt).reversed());
        return runs;
    }

    private void print(List<RunStatus> runs) {
        TextTable table = new TextTable("NAME", "STAGE", "STATE", "STEP", "QUALITY", "AGE");
        for (RunStatus run : runs) {
            String step = run.totalSteps() > 0 ? run.step() + "/" + run.totalSteps() : "-";
            table.row(
                    run.name(),
                    run.stage().isEmpty() ? "-" : run.stage(),
                    run.state().word(),
                    step,
                    quality(run),
                    run.updatedAt() == 0
                            ? "-"
                            : TextTable.age(context.clock().millis() - run.updatedAt()));
        }
        table.print(context.out());
        for (RunStatus run : runs) {
            if (run.state() == RunState.FAILED) {
                context.out().println(run.name() + ": " + run.failure());
            }
        }
    }

    private static String quality(RunStatus run) {
        if (!Double.isNaN(run.bestPsnr())) {
            return String.format("%.2f dB", run.bestPsnr());
        }
        Double loss = run.metrics().get(Metrics.LOSS);
        return loss == null ? "-" : String.format("loss %.4g", loss);
    }

    private static Map<String, Object> jsonOf(RunStatus run) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", run.name());
        map.put("folder", run.folder().toString());
        map.put("stage", run.stage());
        map.put("state", run.state().word());
        map.put("step", run.step());
        map.put("total_steps", run.totalSteps());
        map.put("checkpoint_step", run.checkpointStep());
        if (!Double.isNaN(run.bestPsnr())) {
            map.put("best_psnr", run.bestPsnr());
            map.put("best_psnr_step", run.bestPsnrStep());
        }
        map.put("metrics", run.metrics());
        map.put("evaluation", run.evaluation());
        map.put("started_at", run.startedAt());
        map.put("updated_at", run.updatedAt());
        map.put("failure", run.failure());
        map.put("hint", run.hint());
        return map;
    }
}
