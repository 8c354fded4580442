package ldmstudio.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HostileLinesTest {
    private static final String GOOD =
            Protocol.write(
                    new Request.Sample(
                            "7",
                            new SampleSettings(
                                    List.of(1),
                                    List.of("p"),
                                    SamplingConfig.of("ddim", 5, 1, 0, 1, 2, 1),
                                    1,
                                    "out")));

    @Property(tries = 500)
    void anyTextIsARequestOrAnErrorInWords(@ForAll String line) {
        readOrRefuse(line);
    }

    @Property(tries = 1000)
    void aDamagedRequestIsARequestOrAnErrorInWords(@ForAll("damage") int[] damage) {
        char[] line = GOOD.toCharArray();
        line[damage[0] % line.length] = (char) damage[1];
        readOrRefuse(new String(line));
        readOrRefuse(GOOD.substring(0, damage[0] % line.length));
    }

    @Provide
    Arbitrary<int[]> damage() {
        return Arbitraries.integers().between(0, 0x2fff).array(int[].class).ofSize(2);
    }

    @Property(tries = 200)
    void anyBytesAreReadToTheirEndInLinesWithinTheLimit(@ForAll byte[] bytes) throws IOException {
        RequestReader reader = new RequestReader(new ByteArrayInputStream(bytes), 5);
        int rounds = 0;
        while (rounds++ <= bytes.length) {
            try {
                String line = reader.next();
                if (line == null) {
                    return;
                }
                assertThat(line.length()).isLessThanOrEqualTo(5);
            } catch (ProtocolException e) {
                assertThat(e).hasMessageContaining("longer than 5");
            }
        }
        fail("the end of the stream was not found");
    }

    private static void readOrRefuse(String line) {
        try {
            assertThat(Protocol.readRequest(line).id()).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
