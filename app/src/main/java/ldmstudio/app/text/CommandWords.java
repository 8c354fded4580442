package ldmstudio.app.text;

/** Words of a command line that a person copies into a terminal. */
public final class CommandWords {
    private CommandWords() {}

    /** The word, in quotation marks where a shell would take it apart. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./=:,+@%-]+")
                ? word
                : "\"" + word.replace("\"", "\\\"") + "\"";
    }
}
