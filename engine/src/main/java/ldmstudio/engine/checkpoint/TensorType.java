package ldmstudio.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The element types of a safetensors file. */
public enum TensorType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Converts little-endian elements to fp32 and puts them into the target. */
    void toFloats(ByteBuffer in, FloatBuffer out) {
        switch (this) {
            case F32 -> out.put(in.asFloatBuffer());
            case F64 -> fill(out, i -> (float) in.getDouble(i * 8));
            case F16 -> fill(out, i -> halfToFloat(in.getShort(i * 2)));
            case BF16 -> fill(out, i -> Float.intBitsToFloat(in.getShort(i * 2) << 16));
            case I64 -> fill(out, i -> in.getLong(i * 8));
            case I32 -> fill(out, i -> in.getInt(i * 4));
            case I16 -> fill(out, i -> in.getShort(i * 2));
            case I8 -> fill(out, i -> in.get(i));
            case U8 -> fill(out, i -> in.get(i) & 0xFF);
            case BOOL -> fill(out, i -> in.get(i) == 0 ? 0 : 1);
        }
    }

    private static void fill(FloatBuffer out, Element element) {
        int count = out.remaining();
        for (int i = 0; i < count; i++) {
            out.put(element.at(i));
        }
    }

    private interface Element {
        float at(int index);
    }

    /** IEEE 754 binary16 to binary32. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float value = fraction * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        if (exponent == 31) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (fraction << 13));
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }
}
