package ldmstudio.engine.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of bytes with a limit: a line that is too long is read over to its end, so that the next
 * one is understood again and no sender can fill the memory.
 */
final class RequestReader {
    private final InputStream in;
    private final int maxBytes;

    RequestReader(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in);
        this.maxBytes = maxBytes;
    }

    /**
     * The next line that is not blank; null at the end of the stream. A last line without a newline
     * was cut off by the sender's death and is no line.
     */
    @Nullable String next() throws IOException, ProtocolException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                if (tooLong) {
                    throw new ProtocolException(
                            "", "the line is longer than " + maxBytes + " bytes and was ignored");
                }
                String text = line.toString(StandardCharsets.UTF_8);
                if (!text.isBlank()) {
                    return text;
                }
                line.reset();
            } else if (line.size() < maxBytes) {
                line.write(b);
            } else {
                tooLong = true;
            }
        }
        return null;
    }
}
