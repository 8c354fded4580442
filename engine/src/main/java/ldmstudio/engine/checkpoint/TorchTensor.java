package ldmstudio.engine.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a torch file says of one tensor: a view of a storage. Checked against the storage's size
 * when it is made.
 *
 * @param offset first element, in the storage
 * @param stride elements between neighbours along each axis
 */
record TorchTensor(Storage storage, long offset, long[] shape, long[] stride) {
    /** Elements of a view that shows some of its storage again and again. */
    private static final long LARGEST_REPEATED = 1 << 24;

    private static final Map<String, TensorType> TYPES =
            Map.of(
                    "FloatStorage", TensorType.F32,
                    "DoubleStorage", TensorType.F64,
                    "HalfStorage", TensorType.F16,
                    "BFloat16Storage", TensorType.BF16,
                    "LongStorage", TensorType.I64,
                    "IntStorage", TensorType.I32,
                    "ShortStorage", TensorType.I16,
                    "CharStorage", TensorType.I8,
                    "ByteStorage", TensorType.U8,
                    "BoolStorage", TensorType.BOOL);

    /**
     * Numbers in a file.
     *
     * @param elements of this view
     * @param first element of this view in the stored one
     */
    record Storage(TensorType type, String key, long first, long elements) {}

    /** Reads tensors out of a pickle; every other global is refused by its name. */
    static final class Builder implements PickleReader.Builder {
        private final String file;

        Builder(String file) {
            this.file = file;
        }

        @Override
        public @Nullable Object call(PickleReader.Global global, List<@Nullable Object> arguments)
                throws CheckpointException {
            return switch (global.toString()) {
                case "collections.OrderedDict" -> dictionary(arguments);
                case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" ->
                        tensor(arguments);
                case "torch._utils._rebuild_parameter" -> parameter(arguments);
                // A value without effect: training checkpoints name the device they ran on.
                case "torch.device" -> arguments;
                case "torch.Size" -> arguments.isEmpty() ? List.of() : arguments.get(0);
                default ->
                        throw new CheckpointException(
                                file
                                        + " wants to call "
                                        + global
                                        + ", which is neither a tensor nor a dictionary, so it is"
                                        + " not read: save only the state_dict, best as"
                                        + " safetensors");
            };
        }

        private Object dictionary(List<@Nullable Object> arguments) throws CheckpointException {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> pairs) {
                for (Object pair : pairs) {
                    if (!(pair instanceof List<?> two) || two.size() != 2) {
                        throw damaged("a dictionary's entry is not a pair");
                    }
                    if (!(two.get(0) instanceof String key)) {
                        throw damaged("a dictionary's key is no text");
                    }
                    map.put(key, two.get(1));
                }
            }
            return map;
        }

        private Object parameter(List<@Nullable Object> arguments) throws CheckpointException {
            if (arguments.isEmpty() || !(arguments.get(0) instanceof TorchTensor tensor)) {
                throw damaged("a parameter holds no tensor");
            }
            return tensor;
        }

        private TorchTensor tensor(List<@Nullable Object> arguments) throws CheckpointException {
            if (arguments.size() < 4
                    || !(arguments.get(0) instanceof Storage storage)
                    || !(arguments.get(1) instanceof Long offset)) {
                throw damaged("a tensor has no storage");
            }
            long[] shape = numbers(arguments.get(2));
            long[] stride = numbers(arguments.get(3));
            try {
                check(storage, offset, shape, stride);
            } catch (ArithmeticException e) {
                throw damaged("a tensor is larger than any file");
            }
            return new TorchTensor(storage, offset, shape, stride);
        }

        private void check(Storage storage, long offset, long[] shape, long[] stride)
                throws CheckpointException {
            boolean sound = offset >= 0 && shape.length == stride.length;
            long last = offset;
            long size = 1;
            for (int i = 0; sound && i < shape.length; i++) {
                sound = shape[i] >= 0 && stride[i] >= 0;
                size = Math.multiplyExact(size, shape[i]);
                last =
                        Math.addExact(
                                last, Math.multiplyExact(Math.max(shape[i] - 1, 0), stride[i]));
            }
            if (!sound || (size > 0 && last >= storage.elements())) {
                throw damaged("a tensor reaches beyond its storage");
            }
            if (size > Math.max(storage.elements(), LARGEST_REPEATED)) {
                throw damaged(
                        "a tensor of "
                                + size
                                + " elements repeats a storage of "
                                + storage.elements());
            }
        }

        private long[] numbers(@Nullable Object value) throws CheckpointException {
            if (!(value instanceof List<?> list)) {
                throw damaged("a tensor has no shape");
            }
            long[] numbers = new long[list.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(list.get(i) instanceof Long number)) {
                    throw damaged("a tensor's shape is not made of whole numbers");
                }
                numbers[i] = number;
            }
            return numbers;
        }

        @Override
        public Object persistent(@Nullable Object id) throws CheckpointException {
            if (!(id instanceof List<?> parts)
                    || parts.size() < 5
                    || !"storage".equals(parts.get(0))
                    || !(parts.get(1) instanceof PickleReader.Global kind)
                    || !(parts.get(4) instanceof Long elements)) {
                throw damaged("a storage is described in another way than torch does");
            }
            TensorType type = kind.module().equals("torch") ? TYPES.get(kind.name()) : null;
            if (type == null) {
                throw new CheckpointException(
                        file + " holds numbers of the kind " + kind + ", which are not supported");
            }
            if (!(parts.get(2) instanceof String key)) {
                throw damaged("a storage has no name");
            }
            if (parts.size() > 5 && parts.get(5) instanceof List<?> view && view.size() == 3) {
                if (!(view.get(1) instanceof Long first) || !(view.get(2) instanceof Long count)) {
                    throw damaged("a storage's view has no size");
                }
                if (first < 0 || count < 0 || first > elements - count) {
                    throw damaged("a storage's view reaches beyond it");
                }
                return new Storage(type, key, first, count);
            }
            if (elements < 0) {
                throw damaged("a storage has a negative size");
            }
            return new Storage(type, key, 0, elements);
        }

        private CheckpointException damaged(String what) {
            return new CheckpointException(file + " is damaged: " + what);
        }
    }

    /** Number of elements. */
    long size() {
        long size = 1;
        for (long length : shape) {
            size *= length;
        }
        return size;
    }

    boolean contiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && stride[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }

    /** One past the last element that is read, in the storage. */
    long end() {
        if (size() == 0) {
            return offset;
        }
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
            last += (shape[i] - 1) * stride[i];
        }
        return last + 1;
    }
}
