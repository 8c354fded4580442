package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;

/** What must hold between the fields of a walk. */
final class WalkRules {
    private final WalkConfig walk;
    private final List<Problem> problems = new ArrayList<>();

    private WalkRules(WalkConfig walk) {
        this.walk = walk;
    }

    /** What does not hold, in the order of the fields. */
    static List<Problem> broken(WalkConfig walk) {
        WalkRules rules = new WalkRules(walk);
        rules.count();
        rules.places();
        rules.pictures();
        rules.numbers();
        rules.weights();
        return List.copyOf(rules.problems);
    }

    private void count() {
        int count = walk.keyframes().size();
        switch (walk.mode()) {
            case "plane" -> {
                if (count != 3 && count != 4) {
                    wrong("keyframes", count, "a plane lies between three or four", "3 or 4");
                }
            }
            case "keyframes", "latents" -> {
                if (count < 2) {
                    wrong("keyframes", count, "a walk needs two ends", "2 or more");
                }
            }
            default -> {}
        }
    }

    private void places() {
        if (walk.mode().equals("plane")) {
            return;
        }
        double last = -1;
        for (int i = 0; i < walk.keyframes().size(); i++) {
            double at = walk.keyframes().get(i).at();
            if (at != -1 && at < 0) {
                wrong(key(i, "at"), at, "is no place", "0 to 1, or -1 for an even place");
            } else if (at >= 0 && at <= last) {
                wrong(
                        key(i, "at"),
                        at,
                        "is not behind the keyframe before it",
                        "more than " + last);
            }
            last = Math.max(last, at);
        }
        crowded();
    }

    /** Even places need room between those that are given. */
    private void crowded() {
        int evenly = 0;
        for (int i = 0; i < walk.keyframes().size(); i++) {
            double at = walk.keyframes().get(i).at();
            boolean first = i == 0;
            boolean behindTheLast = at < 0 && i > 0 && walk.keyframes().get(i - 1).at() >= 1;
            boolean beforeTheFirst = !first && at == 0 && evenly > 0;
            if (behindTheLast || beforeTheFirst) {
                wrong(key(i, "at"), at, "leaves no room for an even place", "another place");
            }
            evenly += at < 0 ? 1 : 0;
        }
    }

    private void pictures() {
        if (!walk.mode().equals("latents")) {
            return;
        }
        for (int i = 0; i < walk.keyframes().size(); i++) {
            if (walk.keyframes().get(i).picture().isBlank()) {
                wrong(
                        key(i, "picture"),
                        "",
                        "is empty; the mode latents goes between real pictures",
                        "a picture file");
            }
        }
    }

    private void numbers() {
        for (int i = 0; i < walk.keyframes().size(); i++) {
            Keyframe keyframe = walk.keyframes().get(i);
            if (keyframe.guidanceScale() != -1 && keyframe.guidanceScale() < 0) {
                wrong(
                        key(i, "guidance_scale"),
                        keyframe.guidanceScale(),
                        "is out of range",
                        "0 to 50, or -1 for that of sampling");
            }
            try {
                KeyframeNumbers.of(keyframe, walk.sampling());
            } catch (ConfigException e) {
                for (Problem problem : e.problems()) {
                    problems.add(problem.movedTo(Place.NONE, key(i, "numbers")));
                }
            }
        }
    }

    private void weights() {
        if (walk.retime().equals("lpips") && walk.vgg16Weights().isBlank()) {
            wrong(
                    "vgg16_weights",
                    "",
                    "is empty, but retime is lpips",
                    "the file of torchvision's vgg16, or retime: features");
        }
    }

    private static String key(int index, String field) {
        return "keyframes." + (index + 1) + "." + field;
    }

    private void wrong(String key, Object value, String message, String allowed) {
        problems.add(Problem.of(key, value, message, allowed));
    }
}
