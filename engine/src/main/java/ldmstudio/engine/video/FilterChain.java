package ldmstudio.engine.video;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Frames through filters of FFmpeg, such as {@code [in0]format=yuv420p[out]}. Inputs are called
 * {@code in0}, {@code in1} …, the output {@code out}.
 */
final class FilterChain implements AutoCloseable {
    /** Takes a frame that is freed afterwards. */
    interface Sink {
        void frame(AVFrame frame) throws VideoException;
    }

    /** What comes in. */
    record Input(int width, int height, int pixelFormat, int fps) {
        String words() {
            return "video_size=%dx%d:pix_fmt=%d:time_base=1/%d:frame_rate=%d/1:pixel_aspect=1/1"
                    .formatted(width, height, pixelFormat, fps, fps);
        }
    }

    private final AVFilterGraph graph;
    private final List<AVFilterContext> sources = new ArrayList<>();
    private final AVFilterContext end = new AVFilterContext(null);

    FilterChain(String description, Input... inputs) throws VideoException {
        graph = Ffmpeg.made(avfilter_graph_alloc(), "filters");
        try {
            build(description, inputs);
        } catch (VideoException | RuntimeException e) {
            avfilter_graph_free(graph);
            throw e;
        }
    }

    private void build(String description, Input... inputs) throws VideoException {
        AVFilterInOut outputs = null;
        for (int i = inputs.length - 1; i >= 0; i--) {
            AVFilterContext source = new AVFilterContext(null);
            create(source, "buffer", "in" + i, inputs[i].words());
            sources.add(0, source);
            outputs = pad("in" + i, source, outputs);
        }
        create(end, "buffersink", "out", null);
        AVFilterInOut sink = pad("out", end, null);
        try {
            Ffmpeg.check(
                    avfilter_graph_parse_ptr(graph, description, sink, outputs, null),
                    "set the filters '" + description + "' up");
            // One thread: the same frames give the same bytes, whatever the machine.
            graph.nb_threads(1);
            Ffmpeg.check(avfilter_graph_config(graph, null), "connect the filters");
        } finally {
            avfilter_inout_free(sink);
            avfilter_inout_free(outputs);
        }
    }

    private void create(
            AVFilterContext context, String kind, String name, @Nullable String arguments)
            throws VideoException {
        Ffmpeg.check(
                avfilter_graph_create_filter(
                        context, avfilter_get_by_name(kind), name, arguments, null, graph),
                "set the filter '" + kind + "' up");
    }

    private static AVFilterInOut pad(
            String name, AVFilterContext context, @Nullable AVFilterInOut next)
            throws VideoException {
        AVFilterInOut pad = Ffmpeg.made(avfilter_inout_alloc(), "filters");
        pad.name(av_strdup(new BytePointer(name))).filter_ctx(context).pad_idx(0).next(next);
        return pad;
    }

    /** Gives a frame to an input, which owns its pixels from then on; null: no more will come. */
    void push(int input, @Nullable AVFrame frame) throws VideoException {
        Ffmpeg.check(av_buffersrc_add_frame_flags(sources.get(input), frame, 0), "filter a frame");
    }

    /** Takes all frames that are ready. */
    void drain(Sink sink) throws VideoException {
        while (true) {
            AVFrame frame = Ffmpeg.made(av_frame_alloc(), "a frame");
            try {
                int result = av_buffersink_get_frame(end, frame);
                if (Ffmpeg.again(result)) {
                    return;
                }
                Ffmpeg.check(result, "filter a frame");
                sink.frame(frame);
            } finally {
                av_frame_free(frame);
            }
        }
    }

    @Override
    public void close() {
        avfilter_graph_free(graph);
    }
}
