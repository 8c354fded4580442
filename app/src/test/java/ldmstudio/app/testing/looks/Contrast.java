package ldmstudio.app.testing.looks;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Contrast of words and icons against what was painted around them, by WCAG 2.1: 4.5 for text, 3
 * for large text and icons. The background is the commonest colour of the painted place. Disabled
 * controls are exempt there and here.
 */
final class Contrast {
    private static final double TEXT = 4.5;
    private static final double LARGE = 3;
    private static final double LARGE_SIZE = 24;
    private static final double LARGE_BOLD = 18.5;

    private Contrast() {}

    static List<String> in(Scene scene, BufferedImage painted) {
        List<String> problems = new ArrayList<>();
        for (Node node : Shown.nodes(scene.getRoot())) {
            if (node instanceof Text text
                    && text.getFill() instanceof Color fill
                    && !text.getText().isBlank()
                    && !disabled(node)) {
                Bounds place = Shown.visiblePart(node);
                if (place == null || place.getWidth() < 3 || covered(node, place)) {
                    continue;
                }
                Color ground = commonest(painted, place);
                double opacity = fill.getOpacity() * opacity(node);
                double ratio = ratio(over(fill, opacity, ground), ground);
                if (ratio < wanted(text) - 0.05) {
                    problems.add(
                            "contrast %.1f of %s on %s: %s"
                                    .formatted(ratio, hex(fill), hex(ground), Shown.name(node)));
                }
            }
        }
        return problems;
    }

    private static double wanted(Text text) {
        if (text instanceof FontIcon) {
            return LARGE;
        }
        double size = text.getFont().getSize();
        boolean bold =
                text.getFont().getStyle().toLowerCase(java.util.Locale.ROOT).contains("bold");
        return size >= LARGE_SIZE || bold && size >= LARGE_BOLD ? LARGE : TEXT;
    }

    private static boolean disabled(Node node) {
        return node.isDisabled();
    }

    /** Whether something else was painted over it: a veil, a panel, an open popup. */
    private static boolean covered(Node node, Bounds place) {
        double x = place.getCenterX();
        double y = place.getCenterY();
        Node below = node;
        for (javafx.scene.Parent up = node.getParent();
                up != null;
                below = up, up = up.getParent()) {
            if (!(up instanceof javafx.scene.layout.StackPane)) {
                continue;
            }
            List<Node> children = up.getChildrenUnmodifiable();
            for (int i = children.indexOf(below) + 1; i < children.size(); i++) {
                Node above = children.get(i);
                if (paints(above, x, y)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean paints(Node above, double x, double y) {
        if (!above.isVisible() || !above.localToScene(above.getLayoutBounds()).contains(x, y)) {
            return false;
        }
        if (above instanceof javafx.scene.image.ImageView
                || above instanceof Region region && region.getBackground() != null) {
            return true;
        }
        return above instanceof javafx.scene.Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(c -> paints(c, x, y));
    }

    private static double opacity(Node node) {
        double all = 1;
        for (Node up = node; up != null; up = up.getParent()) {
            all *= up.getOpacity();
        }
        return all;
    }

    private static Color over(Color fill, double opacity, Color ground) {
        return Color.color(
                mix(fill.getRed(), ground.getRed(), opacity),
                mix(fill.getGreen(), ground.getGreen(), opacity),
                mix(fill.getBlue(), ground.getBlue(), opacity));
    }

    private static double mix(double a, double b, double share) {
        return Math.max(0, Math.min(1, a * share + b * (1 - share)));
    }

    private static Color commonest(BufferedImage painted, Bounds place) {
        Map<Integer, Integer> count = new HashMap<>();
        int x1 = Math.min(painted.getWidth(), (int) Math.ceil(place.getMaxX()) + 1);
        int y1 = Math.min(painted.getHeight(), (int) Math.ceil(place.getMaxY()));
        for (int y = Math.max(0, (int) place.getMinY()); y < y1; y++) {
            for (int x = Math.max(0, (int) place.getMinX() - 1); x < x1; x++) {
                count.merge(painted.getRGB(x, y) & 0xffffff, 1, Integer::sum);
            }
        }
        int best =
                count.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(0xffffff);
        return Color.rgb(best >> 16 & 255, best >> 8 & 255, best & 255);
    }

    static double ratio(Color a, Color b) {
        double la = luminance(a);
        double lb = luminance(b);
        return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed())
                + 0.7152 * linear(c.getGreen())
                + 0.0722 * linear(c.getBlue());
    }

    private static double linear(double v) {
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static String hex(Color c) {
        return "#%02x%02x%02x"
                .formatted(
                        Math.round(c.getRed() * 255),
                        Math.round(c.getGreen() * 255),
                        Math.round(c.getBlue() * 255));
    }
}
