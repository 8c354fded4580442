package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript archive assembled in memory whose methods are ATen calls. Through it every operator
 * of libtorch is reachable, with scalars and lists as arguments and with autograd recording.
 */
final class TorchScript implements AutoCloseable {
    /**
     * DJL's public call with scalars runs in inference mode, and its recording call takes only
     * tensors. The native method below does both; it is opened once here.
     */
    private static final MethodHandle RUN;

    private static final MethodHandle NEW_IVALUE;

    static {
        try {
            Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(library, MethodHandles.lookup());
            Object instance = lookup.findStaticGetter(library, "LIB", library).invoke();
            RUN =
                    lookup.findVirtual(
                                    library,
                                    "moduleRunMethod",
                                    MethodType.methodType(
                                            long.class,
                                            long.class,
                                            String.class,
                                            long[].class,
                                            boolean.class,
                                            boolean.class))
                            .bindTo(instance);
            NEW_IVALUE =
                    MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())
                            .findConstructor(
                                    IValue.class, MethodType.methodType(void.class, long.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final DerivedArrays derived = new DerivedArrays();
    private Runnable atBlock = () -> {};
    private @Nullable OperatorWatch watch;

    TorchScript(PtNDManager manager) {
        this.manager = manager;
        try {
            module =
                    JniUtils.loadModule(manager, new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("The operator library could not be assembled", e);
        }
    }

    /** One tensor out. Arguments: NDArray, List of NDArray, long[], Integer, Double, Boolean. */
    NDArray tensor(String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor(manager);
        }
    }

    /** A list of tensors out. */
    NDArray[] tensors(String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensorArray(manager);
        }
    }

    /** Another handle of the same array and of its history, without a call of the interpreter. */
    NDArray same(NDArray x) {
        try (IValue value = IValue.from((PtNDArray) x)) {
            return value.toTensor(manager);
        }
    }

    DerivedArrays derived() {
        return derived;
    }

    /** What is run before every block of a network. */
    Runnable atBlock() {
        return atBlock;
    }

    void setAtBlock(Runnable watch) {
        atBlock = watch;
    }

    /** Null: nobody watches. */
    void setWatch(@Nullable OperatorWatch listener) {
        watch = listener;
    }

    /** Yes or no; nothing of it is recorded. */
    boolean flag(String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return result.toBoolean();
        }
    }

    /** Nothing out: the method changes its arguments in place. */
    void update(String method, Object... arguments) {
        run(method, arguments).close();
        derived.changed(arguments);
    }

    /** A list of arrays to be passed many times. */
    record ArrayList(IValue value) implements AutoCloseable {
        @Override
        public void close() {
            value.close();
        }
    }

    ArrayList list(List<NDArray> arrays) {
        return new ArrayList(toIValue(arrays));
    }

    private IValue run(String method, Object... arguments) {
        RecomputeTape tape = Gradients.tapeOfNewOperator();
        if (tape != null) {
            noteRead(tape, arguments);
        }
        return call(method, arguments);
    }

    private static void noteRead(RecomputeTape tape, Object... arguments) {
        for (Object argument : arguments) {
            if (argument instanceof NDArray array) {
                tape.noteRead(array);
            } else if (argument instanceof List<?> list) {
                noteRead(tape, list.toArray());
            }
        }
    }

    private IValue call(String method, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        long[] handles = new long[arguments.length];
        OperatorWatch heard = watch;
        long began = heard == null ? 0 : System.nanoTime();
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = toIValue(arguments[i]);
                handles[i] = values[i].getHandle();
            }
            long result =
                    (long)
                            RUN.invokeExact(
                                    module.getHandle().longValue(), method, handles, true, false);
            if (heard != null) {
                heard.called(method, arguments, System.nanoTime() - began);
            }
            return (IValue) NEW_IVALUE.invokeExact(result);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Operator " + method + " failed", e);
        } finally {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null && !(arguments[i] instanceof ArrayList)) {
                    values[i].close();
                }
            }
        }
    }

    private static IValue toIValue(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof Integer number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Double number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof ArrayList made) {
            return made.value();
        } else if (argument instanceof List<?> list) {
            return IValue.listFrom(list.toArray(new PtNDArray[0]));
        }
        throw new IllegalArgumentException("No TorchScript value for " + argument.getClass());
    }

    /**
     * The zip that libtorch's loader expects: an empty module named Ops with the methods of
     * ops.torchscript.
     */
    private static byte[] archive() throws IOException {
        String methods;
        try (InputStream in = TorchScript.class.getResourceAsStream("ops.torchscript")) {
            if (in == null) {
                throw new IOException("ops.torchscript is missing from the engine's jar");
            }
            methods = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String code =
                "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                        + methods;
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "ops/data.pkl", pickle.toByteArray());
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "ops/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** The loader maps entries in place, so they must not be deflated. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() {
        module.close();
    }
}
