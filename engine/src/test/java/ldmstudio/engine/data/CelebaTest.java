package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.png;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CelebaTest {
    private static final String ATTRIBUTES =
            """
            5
            Black_Hair Male Smiling Young
            000001.jpg  1 -1  1  1
            000002.jpg -1  1 -1 -1
            000003.jpg -1 -1 -1 -1
            000004.jpg -1  1 -1  1
            000005.jpg -1  1 -1  1
            """;

    @TempDir Path folder;

    private Dataset open(Split split, String classAttribute) {
        return Datasets.open(
                new DataConfig.Celeba(folder.toString(), classAttribute, "crop", true, 0.3),
                8,
                split);
    }

    private void text(String name, String text) {
        write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private void pictures(String extension) {
        for (int i = 1; i <= 5; i++) {
            png(folder.resolve("img_align_celeba/00000%d.%s".formatted(i, extension)), 9, 11, i);
        }
    }

    @Test
    void attributesBecomeCaptionsAndClasses() {
        pictures("jpg");
        text("list_attr_celeba.txt", ATTRIBUTES);
        try (Dataset faces = open(Split.ALL, "Smiling")) {
            assertThat(faces.size()).isEqualTo(5);
            assertThat(faces.classes()).containsExactly("not smiling", "smiling");
            assertThat(faces.entry(0))
                    .isEqualTo(
                            new Entry(
                                    "img_align_celeba/000001.jpg",
                                    1,
                                    "a young woman: black hair, smiling",
                                    Map.of(
                                            "Black_Hair",
                                            "yes",
                                            "Male",
                                            "no",
                                            "Smiling",
                                            "yes",
                                            "Young",
                                            "yes")));
            assertThat(faces.entry(1).caption()).isEqualTo("a man");
            assertThat(faces.entry(1).classLabel()).isZero();
            List<String> names = AttributeSentence.namesOf(faces);
            assertThat(names).containsExactly("Black_Hair", "Male", "Smiling", "Young");
            for (int i = 0; i < faces.size(); i++) {
                String caption = faces.entry(i).caption();
                Set<String> on = AttributeSentence.read(names, caption).orElseThrow();
                assertThat(AttributeSentence.of(names, on)).isEqualTo(caption);
            }
            assertThat(AttributeSentence.read(names, "a man: green hair")).isEmpty();
            assertThat(AttributeSentence.read(names, "a red circle")).isEmpty();
        }
        assertThatThrownBy(() -> open(Split.ALL, "Happy"))
                .hasMessageContainingAll("'Happy'", "Black_Hair, Male, Smiling, Young");
    }

    @Test
    void theEvaluationPartitionDividesThem() {
        pictures("jpg");
        text("Anno/list_attr_celeba.txt", ATTRIBUTES);
        text(
                "Eval/list_eval_partition.txt",
                "000001.jpg 0\n000002.jpg 0\n000003.jpg 1\n000004.jpg 2\n000005.jpg 2\n");
        assertThat(open(Split.TRAIN, "").size()).isEqualTo(2);
        assertThat(open(Split.VALIDATION, "").entry(0).id()).contains("000003");
        assertThat(open(Split.VALIDATION, "").size()).isEqualTo(1);
        assertThat(open(Split.ALL, "").size()).isEqualTo(5);
        text("Eval/list_eval_partition.txt", "000001.jpg seven\n");
        assertThatThrownBy(() -> open(Split.TRAIN, ""))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("list_eval_partition.txt", "000001.jpg seven");
    }

    @Test
    void csvListsPngPicturesAndCaptionFilesAreRead() {
        pictures("png");
        text(
                "list_attr_celeba.csv",
                "image_id,Male,Young\n000001.jpg,-1,1\n000002.jpg,1,-1\n000003.jpg,1,1\n");
        text("list_eval_partition.csv", "image_id,partition\n000001.jpg,0\n000002.jpg,1\n");
        text("celeba-caption/000002.txt", "\nA man looks left.\nAnother line.\n");
        try (Dataset faces = open(Split.ALL, "")) {
            assertThat(faces.size()).isEqualTo(3);
            assertThat(faces.entry(0).caption()).isEqualTo("a young woman");
            assertThat(faces.entry(1).caption()).isEqualTo("A man looks left.");
            assertThat(AttributeSentence.namesOf(faces)).as("captions of a person").isEmpty();
            assertThat(faces.skipped())
                    .extracting(Skipped::reason)
                    .allMatch(reason -> reason.contains("does not name it"))
                    .hasSize(2);
        }
    }

    @Test
    void aBrokenListIsNamed() {
        pictures("jpg");
        for (List<String> each :
                List.of(
                        List.of("1\nMale Young\n000001.jpg 1\n", "000001.jpg", "1 values, but 2"),
                        List.of("1\nMale\n000001.jpg maybe\n", "Male of 000001.jpg", "'maybe'"),
                        List.of("1\n", "names of the attributes", "list_attr_celeba"),
                        List.of("1\nMale\nother.jpg 1\n", "names none of the 5", "of this set"))) {
            text("list_attr_celeba.txt", each.get(0));
            assertThatThrownBy(() -> open(Split.ALL, ""))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll(each.get(1), each.get(2));
        }
    }

    @Test
    void theFingerprintKnowsTheAttributes() {
        pictures("jpg");
        text("list_attr_celeba.txt", ATTRIBUTES);
        String before = open(Split.ALL, "").fingerprint();
        text("list_attr_celeba.txt", ATTRIBUTES.replace("-1 -1 -1 -1", "-1 -1 -1  1"));
        assertThat(open(Split.ALL, "").fingerprint()).isNotEqualTo(before);
    }

    @Test
    void theStandInsForCelebaHqAreRead() throws Exception {
        DataConfig.Celeba config =
                new DataConfig.Celeba(
                        SharedData.folder("celebahq-layout-standin").toString(),
                        "Smiling",
                        "crop",
                        true,
                        0.05);
        try (Dataset faces = Datasets.open(config, 64, Split.ALL);
                Dataset held = Datasets.open(config, 64, Split.VALIDATION)) {
            assertThat(faces.size()).isEqualTo(200);
            assertThat(held.size()).isBetween(1, 100);
            assertThat(faces.entry(0).attributes()).hasSize(40);
            assertThat(faces.entry(0).caption()).isNotEmpty();
            assertThat(faces.read(199).width()).isEqualTo(256);
        }
    }
}
