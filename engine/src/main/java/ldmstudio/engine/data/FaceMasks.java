package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.PictureFiles.Found;
import org.jspecify.annotations.Nullable;

/**
 * The masks of CelebAMask-HQ: label pictures ({@code CelebAMask-HQ-mask/12.png}), or else a picture
 * for each part ({@code CelebAMask-HQ-mask-anno/0/00012_skin.png}). Listed, not opened.
 *
 * <p>The parts and their order are those of Lee et al., MaskGAN, 2020, arXiv:1907.11922.
 */
final class FaceMasks {
    static final List<String> PARTS =
            List.of(
                    "skin", "nose", "eye_g", "l_eye", "r_eye", "l_brow", "r_brow", "l_ear", "r_ear",
                    "mouth", "u_lip", "l_lip", "hair", "hat", "ear_r", "neck_l", "neck", "cloth");

    private static final String LABELS = "CelebAMask-HQ-mask";
    private static final String SINGLE_PARTS = "CelebAMask-HQ-mask-anno";

    private final Path root;
    private final Map<String, Path> labels = new HashMap<>();
    private final Map<String, Map<Integer, Path>> singleParts = new HashMap<>();

    FaceMasks(Path root) {
        this.root = root;
        if (Files.isDirectory(root.resolve(LABELS))) {
            for (Found file : pictures(LABELS)) {
                labels.put(number(name(file)), root.resolve(LABELS).resolve(file.id()));
            }
        } else if (Files.isDirectory(root.resolve(SINGLE_PARTS))) {
            pictures(SINGLE_PARTS).forEach(this::addPart);
        }
    }

    private List<Found> pictures(String folder) {
        return PictureFiles.under(root.resolve(folder)).pictures();
    }

    private void addPart(Found file) {
        String name = name(file);
        int line = name.indexOf('_');
        int part = line < 0 ? -1 : PARTS.indexOf(name.substring(line + 1));
        if (part >= 0) {
            singleParts
                    .computeIfAbsent(number(name.substring(0, line)), key -> new HashMap<>())
                    .put(part + 1, root.resolve(SINGLE_PARTS).resolve(file.id()));
        }
    }

    private static String name(Found file) {
        String stem = file.stem();
        return stem.substring(stem.lastIndexOf('/') + 1);
    }

    /** Pictures count 00012 where their masks count 12. */
    private static String number(String name) {
        return name.matches("\\d+") ? name.replaceFirst("^0+(?=.)", "") : name;
    }

    boolean any() {
        return !labels.isEmpty() || !singleParts.isEmpty();
    }

    /** Whether the picture of this name, without ending, has a mask. */
    boolean has(String name) {
        return labels.containsKey(number(name)) || singleParts.containsKey(number(name));
    }

    /** Where masks are looked for, in words. */
    String where() {
        return root.resolve(LABELS) + " (12.png) or " + SINGLE_PARTS + " (0/00012_skin.png)";
    }

    PartMask read(String name) throws UnreadablePictureException {
        @Nullable Path file = labels.get(number(name));
        Map<Integer, Path> parts = singleParts.getOrDefault(number(name), Map.of());
        try {
            return file == null
                    ? PartMaskReader.joined(parts)
                    : PartMaskReader.labels(file, PARTS.size());
        } catch (IOException e) {
            UnreadablePictureException told =
                    new UnreadablePictureException("mask of " + name, FileTrouble.reason(e));
            told.initCause(e);
            throw told;
        }
    }
}
