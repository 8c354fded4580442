package ldmstudio.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The element types of a safetensors file. */
public enum TensorType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    F8_E4M3(1),
    F8_E5M2(1),
    U64(8),
    U32(4),
    U16(2),
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

    /** Whether it is a floating-point type. */
    public boolean floating() {
        return switch (this) {
            case F64, F32, F16, BF16, F8_E4M3, F8_E5M2 -> true;
            default -> false;
        };
    }

    /** Converts little-endian elements to fp32 and puts them into the target. */
    void toFloats(ByteBuffer in, FloatBuffer out) {
        switch (this) {
            case F32 -> out.put(in.asFloatBuffer());
            case F64 -> fill(out, i -> (float) in.getDouble(i * 8));
            case F16 -> fill(out, i -> halfToFloat(in.getShort(i * 2)));
            case BF16 -> fill(out, i -> Float.intBitsToFloat(in.getShort(i * 2) << 16));
            case F8_E4M3 -> fill(out, i -> e4m3ToFloat(in.get(i)));
            // The upper byte of an fp16.
            case F8_E5M2 -> fill(out, i -> halfToFloat((short) (in.get(i) << 8)));
            case U64 -> fill(out, i -> unsignedToFloat(in.getLong(i * 8)));
            case U32 -> fill(out, i -> in.getInt(i * 4) & 0xFFFFFFFFL);
            case U16 -> fill(out, i -> in.getShort(i * 2) & 0xFFFF);
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

    /** One sign, four exponent (bias 7) and three fraction bits; no infinity, one NaN. */
    private static float e4m3ToFloat(byte bits) {
        int exponent = (bits >>> 3) & 0xF;
        int fraction = bits & 7;
        float value;
        if (exponent == 15 && fraction == 7) {
            value = Float.NaN;
        } else if (exponent == 0) {
            value = fraction * 0x1p-9f;
        } else {
            value = Math.scalb(1 + fraction / 8f, exponent - 7);
        }
        return bits < 0 ? -value : value;
    }

    private static float unsignedToFloat(long bits) {
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2f;
    }

    /** Converts fp32 to little-endian elements, to the nearest, ties to even. */
    void fromFloats(float[] in, ByteBuffer out) {
        switch (this) {
            case F32 -> out.asFloatBuffer().put(in);
            case F64 -> {
                for (float value : in) {
                    out.putDouble(value);
                }
            }
            case F16 -> {
                for (float value : in) {
                    out.putShort(floatToHalf(value));
                }
            }
            case BF16 -> {
                for (float value : in) {
                    out.putShort(floatToBrain(value));
                }
            }
            default -> throw new IllegalArgumentException("Weights are not written as " + this);
        }
    }

    /** IEEE 754 binary32 to binary16; too large numbers become infinite. */
    static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= 0x477FF000) {
            // 65520 and above round to infinity.
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x38800000) {
            // Below 2^-14 the unit is 2^-24; adding 0.5 in fp32 rounds to it, ties to even.
            int subnormal =
                    Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - 0x3F000000;
            return (short) (sign | subnormal);
        }
        int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded >>> 13) - (112 << 10)));
    }

    /** IEEE 754 binary32 to bfloat16. */
    static short floatToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7FFFFFFF) > 0x7F800000) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }
}
