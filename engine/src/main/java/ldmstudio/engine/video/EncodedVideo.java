package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PixelImage;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Shown frames into a file: H.264, GIF with one palette for all frames, or APNG. */
final class EncodedVideo {
    /** Frames by their number; asked for in order, once or twice. */
    interface Frames {
        int count();

        PixelImage get(int index) throws IOException;
    }

    private static final String FROM_RGB = "[in0]null[out]";

    private EncodedVideo() {}

    /** Writes the file; it is whole only when this returns. */
    static void write(
            Path file,
            VideoConfig config,
            Frames frames,
            String comment,
            VideoWriter.Progress progress)
            throws IOException {
        Ffmpeg.load();
        PixelImage first = frames.get(0);
        FilterChain.Input rgb =
                new FilterChain.Input(
                        first.width(), first.height(), AV_PIX_FMT_RGB24, config.fps());
        switch (VideoFormat.of(config.format())) {
            case MP4 -> {
                FrameEncoder.Target target =
                        new FrameEncoder.Target(
                                "mp4",
                                Ffmpeg.encoder(
                                        "H.264", "libopenh264", "h264_mf", "h264_videotoolbox"),
                                AV_PIX_FMT_YUV420P,
                                first.width(),
                                first.height(),
                                config.fps(),
                                rate(config.quality()),
                                Map.of("movflags", "+faststart"),
                                comment);
                String chain = "[in0]scale=flags=accurate_rnd+full_chroma_int,format=yuv420p[out]";
                encode(file, target, chain, null, frames, progress, rgb);
            }
            case APNG ->
                    encode(
                            file,
                            new FrameEncoder.Target(
                                    "apng",
                                    Ffmpeg.encoder("APNG", "apng"),
                                    AV_PIX_FMT_RGB24,
                                    first.width(),
                                    first.height(),
                                    config.fps(),
                                    Map.of("pred", "mixed"),
                                    Map.of("plays", "0"),
                                    ""),
                            FROM_RGB,
                            null,
                            frames,
                            progress,
                            rgb);
            case GIF -> gif(file, config, frames, comment, progress, rgb);
            default -> throw new IllegalArgumentException(config.format() + " is a folder");
        }
    }

    /** Constant quality: quantizer 42 (coarse) at 0 % to 10 (near lossless) at 100 %. */
    private static Map<String, String> rate(int quality) {
        String quantizer = Integer.toString(42 - Math.round(quality * 0.32f));
        return Map.of("rc_mode", "quality", "qmin", quantizer, "qmax", quantizer);
    }

    /** Two passes, so that memory does not grow with the frames: the palette, then the pictures. */
    private static void gif(
            Path file,
            VideoConfig config,
            Frames frames,
            String comment,
            VideoWriter.Progress progress,
            FilterChain.Input rgb)
            throws IOException {
        AVFrame[] palette = new AVFrame[1];
        try (FilterChain chain =
                new FilterChain(
                        "[in0]format=bgra,palettegen=stats_mode=full:reserve_transparent=0[out]",
                        rgb)) {
            feed(
                    chain,
                    frames,
                    (frame, count) -> true,
                    frame -> palette[0] = Ffmpeg.made(av_frame_clone(frame), "a palette"));
        }
        String dither =
                switch (config.dither()) {
                    case "none" -> "none";
                    case "diffusion" -> "sierra2_4a";
                    default -> "bayer:bayer_scale=3";
                };
        try {
            encode(
                    file,
                    new FrameEncoder.Target(
                            "gif",
                            Ffmpeg.encoder("GIF", "gif"),
                            AV_PIX_FMT_PAL8,
                            rgb.width(),
                            rgb.height(),
                            config.fps(),
                            Map.of(),
                            Map.of("loop", "0"),
                            comment),
                    "[in0]format=bgra[x];[x][in1]paletteuse=dither=" + dither + "[out]",
                    palette[0],
                    frames,
                    progress,
                    rgb,
                    new FilterChain.Input(16, 16, AV_PIX_FMT_BGRA, config.fps()));
        } finally {
            av_frame_free(palette[0]);
        }
    }

    private static void encode(
            Path file,
            FrameEncoder.Target target,
            String filters,
            @Nullable AVFrame palette,
            Frames frames,
            VideoWriter.Progress progress,
            FilterChain.Input... inputs)
            throws IOException {
        try (FilterChain chain = new FilterChain(filters, inputs);
                FrameEncoder encoder = new FrameEncoder(file, target)) {
            if (palette != null) {
                palette.pts(0);
                chain.push(1, palette);
                chain.push(1, null);
            }
            feed(chain, frames, progress, encoder::frame);
            encoder.finish();
        }
    }

    private static void feed(
            FilterChain chain, Frames frames, VideoWriter.Progress progress, FilterChain.Sink sink)
            throws IOException {
        for (int i = 0; i < frames.count(); i++) {
            AVFrame raw = RawFrame.of(frames.get(i), i);
            try {
                chain.push(0, raw);
            } finally {
                av_frame_free(raw);
            }
            chain.drain(sink);
            if (!progress.frame(i + 1, frames.count())) {
                throw new CancellationException("the video was cancelled");
            }
        }
        chain.push(0, null);
        chain.drain(sink);
    }
}
