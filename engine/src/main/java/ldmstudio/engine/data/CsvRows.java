package ldmstudio.engine.data;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a comma-separated file: fields may be quoted, quotes inside are doubled, line ends
 * may stand inside quotes.
 *
 * <p>Source: RFC 4180. Differs: plain line feeds end a row too, and empty lines are passed over.
 */
final class CsvRows {
    private final Reader in;
    private int line = 1;
    private int pushedBack = -2;

    CsvRows(Reader in) {
        this.in = in;
    }

    /** The line on which the next row begins, from 1. */
    int line() {
        return line;
    }

    /** The next row's fields, or null at the end. */
    @Nullable List<String> next() throws IOException {
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int c = read(); ; c = read()) {
            if (quoted) {
                if (c < 0) {
                    throw new IOException("a quote is never closed");
                }
                if (c != '"') {
                    field.append((char) c);
                } else if (peekIsQuote()) {
                    field.append('"');
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n' || c < 0) {
                boolean blank = row.isEmpty() && field.toString().isBlank();
                if (c < 0 && blank) {
                    return null;
                }
                if (!blank) {
                    row.add(field.toString());
                    return row;
                }
                field.setLength(0);
            } else if (c != '\r') {
                field.append((char) c);
            }
        }
    }

    private boolean peekIsQuote() throws IOException {
        int next = read();
        if (next == '"') {
            return true;
        }
        pushedBack = next;
        if (next == '\n') {
            line--;
        }
        return false;
    }

    private int read() throws IOException {
        int c = pushedBack;
        if (c == -2) {
            c = in.read();
        }
        pushedBack = -2;
        if (c == '\n') {
            line++;
        }
        return c;
    }
}
