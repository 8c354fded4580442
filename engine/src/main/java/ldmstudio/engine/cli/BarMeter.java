package ldmstudio.engine.cli;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself, with speed and remaining time. */
final class BarMeter implements ProgressMeter {
    private final ProgressBar bar;

    BarMeter(String task, long total) {
        bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(Math.max(total, -1))
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(250)
                        .setSpeedUnit(ChronoUnit.SECONDS)
                        .showSpeed()
                        .build();
    }

    @Override
    public void update(long done, long total, String note) {
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(" " + note);
    }

    @Override
    public void close() {
        bar.close();
    }
}
