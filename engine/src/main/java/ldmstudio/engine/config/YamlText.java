package ldmstudio.engine.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.config.ConfigNode.Group;
import ldmstudio.engine.config.ConfigNode.Items;
import ldmstudio.engine.config.ConfigNode.Scalar;
import ldmstudio.engine.config.ConfigNode.Style;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML file into nodes that know their lines. Nothing in a file can make an object, name
 * a class or grow beyond its own size: tags, duplicate keys, merge keys, self-references, alias
 * bombs, deep nesting and large files are refused.
 */
final class YamlText {
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(
                    Tag.STR,
                    Tag.INT,
                    Tag.FLOAT,
                    Tag.BOOL,
                    Tag.NULL,
                    Tag.MAP,
                    Tag.SEQ,
                    Tag.TIMESTAMP,
                    Tag.MERGE);

    private final ConfigSource source;
    private final List<Problem> problems;
    private final IdentityHashMap<Node, ConfigNode> done = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlText(ConfigSource source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /**
     * The file's top-level group; null, with the reason added to {@code problems}, if unreadable.
     */
    static @Nullable Group read(ConfigSource source, List<Problem> problems) {
        return new YamlText(source, problems).read();
    }

    private @Nullable Group read() {
        Place start = new Place(source, 0);
        try {
            String text = text();
            Node root = new Yaml(new SafeConstructor(limits())).compose(new StringReader(text));
            if (root == null) {
                problems.add(Problem.at(start, "", "", "the file is empty", "keys and values"));
                return null;
            }
            ConfigNode node = convert(root, line(root), "");
            if (node instanceof Group group) {
                return group;
            }
            if (problems.isEmpty()) {
                problems.add(
                        Problem.at(line(root), "", "", "the file has no keys", "key: value lines"));
            }
        } catch (NoSuchFileException e) {
            problems.add(Problem.at(start, "", "", "there is no such file", ""));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            problems.add(Problem.at(start, "", "", "cannot be read: " + reason, ""));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            String what = e.getProblem() == null ? "cannot be understood" : e.getProblem();
            problems.add(Problem.at(new Place(source, line), "", "", "not YAML: " + what, ""));
        } catch (YAMLException e) {
            problems.add(Problem.at(start, "", "", "not YAML: " + e.getMessage(), ""));
        }
        return null;
    }

    private String text() throws IOException {
        byte[] bytes = source.read();
        if (bytes.length > ConfigSource.MAX_BYTES) {
            throw new IOException("larger than 1 MiB, which no configuration is");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8 text", e);
        }
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(16);
        options.setNestingDepthLimit(16);
        options.setCodePointLimit(ConfigSource.MAX_BYTES);
        // Nothing is ever constructed from a tag here; let through, it is refused below at its key.
        options.setTagInspector(tag -> true);
        return options;
    }

    private ConfigNode convert(Node node, Place place, String key) {
        ConfigNode known = done.get(node);
        if (known != null) {
            return known;
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            problems.add(
                    Problem.at(
                            line(node),
                            key,
                            node.getTag().getValue(),
                            "tags that name types are refused",
                            "plain values without !"));
            return new Scalar("", Style.NONE, place);
        }
        if (!open.add(node)) {
            problems.add(Problem.at(place, key, "", "refers to itself", ""));
            return new Scalar("", Style.NONE, place);
        }
        ConfigNode converted;
        if (node instanceof MappingNode mapping) {
            converted = group(mapping, place, key);
        } else if (node instanceof SequenceNode sequence) {
            List<ConfigNode> entries = new ArrayList<>();
            sequence.getValue().forEach(entry -> entries.add(convert(entry, line(entry), key)));
            converted = new Items(entries, place);
        } else {
            converted = scalar((ScalarNode) node, place);
        }
        open.remove(node);
        done.put(node, converted);
        return converted;
    }

    private static Scalar scalar(ScalarNode node, Place place) {
        if (node.getTag().equals(Tag.NULL)) {
            return new Scalar("", Style.NONE, place);
        }
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        return new Scalar(node.getValue(), plain ? Style.PLAIN : Style.QUOTED, place);
    }

    private Group group(MappingNode mapping, Place place, String parent) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(Problem.at(keyPlace, parent, "", "has a key that is not a word", ""));
                continue;
            }
            String name = keyNode.getValue();
            String key = parent.isEmpty() ? name : parent + "." + name;
            if (keyNode.getTag().equals(Tag.MERGE)) {
                problems.add(
                        Problem.at(
                                keyPlace,
                                key,
                                "",
                                "merge keys are not supported",
                                "the keys themselves, or the name of a .yaml file for the group"));
                continue;
            }
            ConfigNode value = convert(tuple.getValueNode(), keyPlace, key);
            ConfigNode first = entries.putIfAbsent(name, value);
            if (first != null) {
                problems.add(
                        Problem.at(
                                keyPlace,
                                key,
                                value,
                                "is given twice, first in line " + first.place().line(),
                                "each key once"));
            }
        }
        return new Group(entries, place);
    }

    private Place line(Node node) {
        return new Place(
                source, node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1);
    }
}
