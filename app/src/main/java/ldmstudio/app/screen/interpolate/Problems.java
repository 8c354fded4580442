package ldmstudio.app.screen.interpolate;

import ldmstudio.engine.config.Problem;

/** What does not fit in a walk, in words of the page. */
final class Problems {
    private Problems() {}

    /** {@code keyframes.2.picture} is keyframe B's picture. */
    static String words(Problem problem) {
        String key = problem.key();
        String place = key.replace('_', ' ');
        if (key.startsWith("keyframes.")) {
            String[] parts = key.split("\\.", -1);
            place =
                    "Keyframe "
                            + TimeScale.letter(Integer.parseInt(parts[1]) - 1)
                            + (parts.length > 2 ? ", " + parts[2].replace('_', ' ') : "");
        }
        String allowed = problem.allowed().isEmpty() ? "" : " Allowed: " + problem.allowed() + ".";
        boolean sentence = problem.message().matches("(is|leaves|has|names) .*");
        return Character.toUpperCase(place.charAt(0))
                + place.substring(1)
                + (sentence ? " " : ": ")
                + problem.message()
                + "."
                + allowed;
    }
}
