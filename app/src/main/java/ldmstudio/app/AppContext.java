package ldmstudio.app;

import ldmstudio.app.action.ActionRegistry;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.Clockwork;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.jobs.JobCenter;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.shell.Navigator;
import ldmstudio.app.theme.Theme;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.RunCatalog;
import ldmstudio.app.workspace.Workspace;

/**
 * What a screen needs from the rest of the window; made once, handed to every constructor.
 *
 * @param runner background work and the way back to the FX thread
 * @param sampler the clock of everything that shows a running job
 * @param clockwork repeated background work, such as following a file
 * @param workers starts a worker of one's own, for sampling
 * @param jobs trainings: start, queue, control
 */
public record AppContext(
        JobRunner runner,
        FrameSampler sampler,
        Clockwork clockwork,
        Notifications notifications,
        ActionRegistry actions,
        Theme theme,
        Preferences preferences,
        Workspace workspace,
        RunCatalog catalog,
        WorkerFactory workers,
        JobCenter jobs,
        Navigator navigator) {}
