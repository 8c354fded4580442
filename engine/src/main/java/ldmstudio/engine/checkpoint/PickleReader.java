package ldmstudio.engine.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of Python's pickle that describes tensors, and nothing that could run: a global is
 * only ever a name, which the caller either knows or refuses.
 *
 * <p>Values come out as Map, List, String, Long, BigInteger, Double, Boolean, byte[], null, or what
 * the caller makes of a call or a persistent id. Protocols 2 to 5 of PEP 307 and PEP 3154.
 */
final class PickleReader {
    /** Longer strings do not name tensors. */
    private static final int LONGEST = 1 << 28;

    /** Each operation can make an object of some 50 bytes; the largest models need a tenth. */
    private static final int MOST_OPERATIONS = 8_000_000;

    /** A global's name; what it stands for is the caller's to decide. */
    record Global(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** What the caller makes of names. */
    interface Builder {
        /**
         * The result of {@code global(arguments)}.
         *
         * @throws CheckpointException for a global that is not known
         */
        @Nullable Object call(Global global, List<@Nullable Object> arguments)
                throws CheckpointException;

        /** What a persistent id stands for: a storage. */
        @Nullable Object persistent(@Nullable Object id) throws CheckpointException;
    }

    private static final Object MARK = new Object();

    private final InputStream in;
    private final String file;
    private final Builder builder;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();
    private int operations;

    private PickleReader(InputStream in, String file, Builder builder) {
        this.in = in;
        this.file = file;
        this.builder = builder;
    }

    /** Reads one pickle up to its end; the stream then stands behind it. */
    static @Nullable Object read(InputStream in, String file, Builder builder) throws IOException {
        return new PickleReader(in, file, builder).read();
    }

    private @Nullable Object read() throws IOException {
        while (true) {
            int op = in.read();
            if (op < 0) {
                throw damaged("it ends in the middle");
            }
            if (op == '.') {
                return pop();
            }
            if (++operations > MOST_OPERATIONS) {
                throw damaged("it makes more than " + MOST_OPERATIONS + " values");
            }
            step((char) op);
        }
    }

    private void step(char op) throws IOException {
        switch (op) {
            case 0x80 -> unsigned(1);
            case 0x95 -> unsigned(8);
            case '(' -> stack.add(MARK);
            case '}' -> stack.add(new LinkedHashMap<Object, Object>());
            case ']' -> stack.add(new ArrayList<>());
            case ')' -> stack.add(List.of());
            case 't' -> stack.add(Collections.unmodifiableList(popToMark()));
            case 0x85 -> stack.add(tuple(1));
            case 0x86 -> stack.add(tuple(2));
            case 0x87 -> stack.add(tuple(3));
            case 'N' -> stack.add(null);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add(unsigned(1));
            case 'M' -> stack.add(unsigned(2));
            case 'J' -> stack.add((long) (int) unsigned(4));
            case 0x8a -> stack.add(number(bytes(unsigned(1))));
            case 0x8b -> stack.add(number(bytes(unsigned(4))));
            case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(unsigned(8))));
            case 'U', 'C' -> stack.add(stringOrBytes(op == 'U', unsigned(1)));
            case 'T', 'B' -> stack.add(stringOrBytes(op == 'T', unsigned(4)));
            case 0x8c -> stack.add(text(unsigned(1)));
            case 'X' -> stack.add(text(unsigned(4)));
            case 0x8d -> stack.add(text(unsigned(8)));
            case 'q' -> memo.put((int) unsigned(1), top());
            case 'r' -> memo.put((int) unsigned(4), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.add(remembered((int) unsigned(1)));
            case 'j' -> stack.add(remembered((int) unsigned(4)));
            case 'c' -> stack.add(new Global(line(), line()));
            case 0x93 -> {
                Object name = pop();
                if (!(pop() instanceof String module) || !(name instanceof String word)) {
                    throw damaged("a global's name is no text");
                }
                stack.add(new Global(module, word));
            }
            case 'R' -> call();
            case 'b' -> pop();
            case 'a' -> {
                Object value = pop();
                list(top()).add(value);
            }
            case 'e' -> {
                List<@Nullable Object> values = popToMark();
                list(top()).addAll(values);
            }
            case 's' -> {
                Object value = pop();
                put(pop(), value);
            }
            case 'u' -> {
                List<@Nullable Object> pairs = popToMark();
                for (int i = 0; i + 1 < pairs.size(); i += 2) {
                    put(pairs.get(i), pairs.get(i + 1));
                }
            }
            case 'Q' -> stack.add(builder.persistent(pop()));
            default ->
                    throw new CheckpointException(
                            file
                                    + " holds more than tensors and plain values (pickle operation"
                                    + " 0x"
                                    + Integer.toHexString(op)
                                    + "), so it is not read: save only the state_dict, best as"
                                    + " safetensors");
        }
    }

    private void call() throws IOException {
        Object arguments = pop();
        Object callee = pop();
        if (!(callee instanceof Global global) || !(arguments instanceof List<?> list)) {
            throw damaged("something is called that is not a name");
        }
        List<@Nullable Object> given = new ArrayList<>(list);
        stack.add(builder.call(global, given));
    }

    private List<@Nullable Object> tuple(int size) throws CheckpointException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(0, pop());
        }
        return Collections.unmodifiableList(values);
    }

    private List<@Nullable Object> popToMark() throws CheckpointException {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw damaged("a mark is missing");
        }
        List<@Nullable Object> tail = stack.subList(mark, stack.size());
        List<@Nullable Object> values = new ArrayList<>(tail.subList(1, tail.size()));
        tail.clear();
        return values;
    }

    private @Nullable Object pop() throws CheckpointException {
        if (stack.isEmpty()) {
            throw damaged("a value is missing");
        }
        return stack.remove(stack.size() - 1);
    }

    private @Nullable Object top() throws CheckpointException {
        if (stack.isEmpty()) {
            throw damaged("a value is missing");
        }
        return stack.get(stack.size() - 1);
    }

    private @Nullable Object remembered(int index) throws CheckpointException {
        if (!memo.containsKey(index)) {
            throw damaged("it refers to something that it does not hold");
        }
        return memo.get(index);
    }

    @SuppressWarnings("unchecked")
    private List<@Nullable Object> list(@Nullable Object value) throws CheckpointException {
        if (value instanceof ArrayList<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw damaged("a list is missing");
    }

    @SuppressWarnings("unchecked")
    private void put(@Nullable Object key, @Nullable Object value) throws CheckpointException {
        if (!(top() instanceof LinkedHashMap<?, ?> map)) {
            throw damaged("a dictionary is missing");
        }
        // Hashing a list that holds itself would not end.
        if (key instanceof List<?> || key instanceof Map<?, ?>) {
            throw damaged("a dictionary's key is neither a text nor a number");
        }
        ((Map<@Nullable Object, @Nullable Object>) map).put(key, value);
    }

    /** Little-endian, up to 8 bytes. */
    private long unsigned(int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            int next = in.read();
            if (next < 0) {
                throw damaged("it ends in the middle");
            }
            value |= (long) next << (8 * i);
        }
        return value;
    }

    private byte[] bytes(long count) throws IOException {
        if (count < 0 || count > LONGEST) {
            throw damaged("a value claims " + count + " bytes");
        }
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw damaged("it ends in the middle");
        }
        return bytes;
    }

    private Object stringOrBytes(boolean string, long count) throws IOException {
        byte[] bytes = bytes(count);
        // Python 2 wrote its strings, which are names here, as bytes.
        return string ? new String(bytes, StandardCharsets.UTF_8) : bytes;
    }

    private String text(long count) throws IOException {
        return new String(bytes(count), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > 1000) {
                throw damaged("a name does not end");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** Two's complement, little-endian. */
    private static Object number(byte[] little) {
        if (little.length == 0) {
            return 0L;
        }
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        BigInteger value = new BigInteger(big);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private CheckpointException damaged(String what) {
        return new CheckpointException(
                file + " is damaged: " + what, new EOFException("in the pickle"));
    }
}
