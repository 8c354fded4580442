package ldmstudio.app.theme;

/** What the person chose in Settings. */
public enum ThemeChoice {
    SYSTEM("Like the system"),
    LIGHT("Light"),
    DARK("Dark");

    private final String label;

    ThemeChoice(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
