package ldmstudio.engine.condition;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves the character references of HTML 5 ({@code &amp;}, {@code &#39;}, {@code &notit;} as
 * browsers do, the longest name first), section 13.5 of the standard; the table of names is the
 * standard's own.
 */
final class HtmlEntities {
    private static final Pattern REFERENCE =
            Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Map<String, String> NAMES = names();

    private HtmlEntities() {}

    private static Map<String, String> names() {
        try (InputStream in = HtmlEntities.class.getResourceAsStream("html-entities.json")) {
            if (in == null) {
                throw new IOException("html-entities.json is missing from the engine's jar");
            }
            return new ObjectMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String unescape(String text) {
        return text.indexOf('&') < 0
                ? text
                : REFERENCE
                        .matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(resolved(found.group(1))));
    }

    private static String resolved(String reference) {
        if (reference.charAt(0) == '#') {
            return numbered(reference);
        }
        String whole = NAMES.get(reference);
        if (whole != null) {
            return whole;
        }
        for (int end = reference.length() - 1; end > 1; end--) {
            String start = NAMES.get(reference.substring(0, end));
            if (start != null) {
                return start + reference.substring(end);
            }
        }
        return "&" + reference;
    }

    private static String numbered(String reference) {
        boolean hex = reference.charAt(1) == 'x' || reference.charAt(1) == 'X';
        String digits = reference.substring(hex ? 2 : 1).replace(";", "");
        int code = 0;
        for (int i = 0; i < digits.length() && code <= Character.MAX_CODE_POINT; i++) {
            code = code * (hex ? 16 : 10) + Character.digit(digits.charAt(i), 16);
        }
        if (code >= 0x80 && code < 0xA0) {
            // Pages count in Windows' alphabet here, and browsers follow them.
            String meant = new String(new byte[] {(byte) code}, WINDOWS);
            return meant.equals("\uFFFD") ? Character.toString(code) : meant;
        }
        boolean none = code == 0 || code > Character.MAX_CODE_POINT;
        if (none || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
            return "\uFFFD";
        }
        return code == 0x0D ? "\r" : forbidden(code) ? "" : Character.toString(code);
    }

    private static boolean forbidden(int code) {
        return (code < 0x20 && code != '\t' && code != '\n' && code != '\f')
                || code == 0x7F
                || (code >= 0xFDD0 && code <= 0xFDEF)
                || (code & 0xFFFE) == 0xFFFE;
    }
}
