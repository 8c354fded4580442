package ldmstudio.app.shell;

/** The way from one screen to another; the shell implements it. */
public interface Navigator {
    /** Shows the screen; nothing happens when there is none of that id. */
    void show(String screenId);

    /** Shows the screen and hands it the request. */
    void show(String screenId, OpenRequest request);

    /** Id of the visible screen. */
    String current();
}
