package ldmstudio.engine.data;

import java.util.Map;
import ldmstudio.engine.data.PictureFiles.Found;

/** What is said of pictures that are files of their own. */
interface PictureTexts {
    /** The caption of a picture, or the empty string. */
    String of(Found picture);

    /** What is said of a picture beside its caption. */
    Map<String, String> attributesOf(Found picture);

    /** Adds what texts a picture has, without opening a file. */
    void addTo(Fingerprint fingerprint, Found picture);
}
