package ldmstudio.app;

import ldmstudio.app.action.ActionRegistry;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.shell.Navigator;
import ldmstudio.app.theme.Theme;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.app.workspace.Workspace;

/** What a screen needs from the rest of the window; made once, handed to every constructor. */
public record AppContext(
        JobRunner runner,
        FrameSampler sampler,
        Notifications notifications,
        ActionRegistry actions,
        Theme theme,
        Preferences preferences,
        Workspace workspace,
        Navigator navigator) {}
