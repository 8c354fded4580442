package ldmstudio.engine.config;

/**
 * All that one cell of a grid is drawn with beside what never varies.
 *
 * @param classLabel -1: none
 * @param model path
 * @param strength share of the steps drawn anew from a picture
 * @param variation how far the first noise is turned
 */
public record GridPoint(
        SamplingConfig how,
        String prompt,
        int classLabel,
        String model,
        double strength,
        double variation) {
    GridPoint withHow(SamplingConfig other) {
        return new GridPoint(other, prompt, classLabel, model, strength, variation);
    }

    GridPoint withPrompt(String other) {
        return new GridPoint(how, other, classLabel, model, strength, variation);
    }

    GridPoint withClassLabel(int other) {
        return new GridPoint(how, prompt, other, model, strength, variation);
    }

    GridPoint withModel(String other) {
        return new GridPoint(how, prompt, classLabel, other, strength, variation);
    }

    GridPoint withStrength(double other) {
        return new GridPoint(how, prompt, classLabel, model, other, variation);
    }

    GridPoint withVariation(double other) {
        return new GridPoint(how, prompt, classLabel, model, strength, other);
    }
}
