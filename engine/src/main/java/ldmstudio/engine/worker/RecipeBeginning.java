package ldmstudio.engine.worker;

import java.util.Map;
import ldmstudio.engine.run.ImageRecipe;
import org.jspecify.annotations.Nullable;

/** Reads what a picture began from out of its recipe, whose words are those of the command line. */
final class RecipeBeginning {
    private RecipeBeginning() {}

    static BeginSettings read(ImageRecipe recipe) {
        Map<String, String> said = recipe.settings();
        String picture = said.getOrDefault("from", "");
        String mask = said.getOrDefault("mask", "");
        BeginSettings begin = BeginSettings.NOISE;
        if (!picture.isEmpty()) {
            begin = begin.withPicture(picture).withMask(mask);
            begin = begin.withStrength(strength(said.get("strength"), !mask.isEmpty()));
        }
        String extend = said.get("extend");
        if (extend != null) {
            int[] margins = whole("extend", extend, ",", 4);
            begin = begin.withMargins(margins[0], margins[1], margins[2], margins[3]);
        }
        String size = said.get("size");
        if (size != null) {
            int[] sides = whole("size", size, "x", 2);
            begin = begin.withSize(sides[0], sides[1]);
        }
        String variation = said.get("variation");
        if (variation != null) {
            String[] parts = variation.split(":");
            try {
                begin =
                        begin.withVariation(
                                Long.parseLong(parts[0].strip()),
                                Double.parseDouble(parts[parts.length - 1].strip()));
            } catch (NumberFormatException e) {
                throw wrong("variation", variation, e);
            }
        }
        return begin;
    }

    private static double strength(@Nullable String text, boolean masked) {
        try {
            return text == null || text.equals("default")
                    ? BeginSettings.usualStrength(masked)
                    : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong("strength", String.valueOf(text), e);
        }
    }

    private static int[] whole(String field, String text, String between, int count) {
        String[] parts = text.split(between);
        int[] numbers = new int[count];
        try {
            if (parts.length == count) {
                for (int i = 0; i < count; i++) {
                    numbers[i] = Integer.parseInt(parts[i].strip());
                }
                return numbers;
            }
        } catch (NumberFormatException e) {
            throw wrong(field, text, e);
        }
        throw wrong(field, text, null);
    }

    private static IllegalArgumentException wrong(
            String field, String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "the recipe's " + field + " is '" + text + "', which is not understood", cause);
    }
}
