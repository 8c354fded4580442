package ldmstudio.engine.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CelebA's {@code list_attr_celeba} (forty attributes of -1 or 1 for each picture) and {@code
 * list_eval_partition} (0 train, 1 validation, 2 test), as the original text files or as CSV.
 *
 * <p>Source: Z. Liu, P. Luo, X. Wang, X. Tang, "Deep learning face attributes in the wild" (2015).
 */
final class CelebaLists {
    private static final int DEEPEST = 3;

    private final List<String> names;
    private final Map<String, boolean[]> attributes;
    private final Map<String, Integer> parts;

    private CelebaLists(
            List<String> names, Map<String, boolean[]> attributes, Map<String, Integer> parts) {
        this.names = names;
        this.attributes = attributes;
        this.parts = parts;
    }

    /**
     * Finds and reads the lists under a folder; what is not there is empty.
     *
     * @throws DataException naming the file and line that is wrong
     */
    static CelebaLists under(Path root) {
        Map<String, boolean[]> attributes = new HashMap<>();
        List<String> names = List.of();
        Path attributeFile = find(root, "list_attr_celeba");
        if (attributeFile != null) {
            List<List<String>> rows = rows(attributeFile);
            names = header(attributeFile, rows);
            for (int i = 0; i < rows.size(); i++) {
                attributes.put(rows.get(i).get(0), values(attributeFile, rows.get(i), names));
            }
        }
        Map<String, Integer> parts = new HashMap<>();
        Path partFile = find(root, "list_eval_partition");
        if (partFile != null) {
            for (List<String> row : rows(partFile)) {
                if (row.size() == 2 && row.get(1).matches("[012]")) {
                    parts.put(row.get(0), Integer.parseInt(row.get(1)));
                } else if (!row.contains("partition")) {
                    throw new DataException(
                            "%s: '%s' is not a file name and 0, 1 or 2."
                                    .formatted(partFile, String.join(" ", row)));
                }
            }
        }
        return new CelebaLists(names, attributes, parts);
    }

    private static @Nullable Path find(Path root, String stem) {
        try (Stream<Path> files = Files.walk(root, DEEPEST)) {
            return files.filter(
                            f -> {
                                String name = String.valueOf(f.getFileName());
                                return name.equals(stem + ".txt") || name.equals(stem + ".csv");
                            })
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(root, e), e);
        }
    }

    /** Fields of each line: divided by commas or by any number of blanks. */
    private static List<List<String>> rows(Path file) {
        String divider = file.toString().endsWith(".csv") ? "\\s*,\\s*" : "\\s+";
        try {
            List<List<String>> rows = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    rows.add(Arrays.asList(line.strip().split(divider)));
                }
            }
            return rows;
        } catch (CharacterCodingException e) {
            throw new DataException(file + " is not text.", e);
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(file, e), e);
        }
    }

    /** Takes the count and the names from the front. */
    private static List<String> header(Path file, List<List<String>> rows) {
        if (!rows.isEmpty() && rows.get(0).size() == 1 && rows.get(0).get(0).matches("\\d+")) {
            rows.remove(0);
        }
        if (rows.isEmpty()) {
            throw new DataException(file + " has no line with the names of the attributes.");
        }
        List<String> names = rows.remove(0);
        boolean csv = names.get(0).equalsIgnoreCase("image_id");
        return List.copyOf(csv ? names.subList(1, names.size()) : names);
    }

    private static boolean[] values(Path file, List<String> row, List<String> names) {
        if (row.size() != names.size() + 1) {
            throw new DataException(
                    "%s: the line of %s has %d values, but %d attributes are named."
                            .formatted(file, row.get(0), row.size() - 1, names.size()));
        }
        boolean[] values = new boolean[names.size()];
        for (int i = 0; i < values.length; i++) {
            String value = row.get(i + 1);
            if (!value.matches("-?1|0")) {
                throw new DataException(
                        "%s: %s of %s is '%s' instead of -1 or 1."
                                .formatted(file, names.get(i), row.get(0), value));
            }
            values[i] = value.equals("1");
        }
        return values;
    }

    /** The attributes' names. */
    List<String> names() {
        return names;
    }

    /** Whether each attribute holds for a picture, or null where the list lacks it. */
    boolean @Nullable [] of(String fileName) {
        return attributes.get(listed(attributes, fileName));
    }

    /** 0 train, 1 validation, 2 test; -1 unknown. */
    int part(String fileName) {
        return parts.getOrDefault(listed(parts, fileName), -1);
    }

    boolean hasParts() {
        return !parts.isEmpty();
    }

    /** The lists name .jpg files also where the pictures were saved as .png. */
    private static String listed(Map<String, ?> list, String fileName) {
        if (list.containsKey(fileName)) {
            return fileName;
        }
        int dot = fileName.lastIndexOf('.');
        return (dot < 0 ? fileName : fileName.substring(0, dot)) + ".jpg";
    }
}
