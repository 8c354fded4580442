package ldmstudio.engine.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.data.PixelImage;

/** A picture that grows: its pixels so far, and which of them are there. */
final class Sheet {
    /** Upper left corner of a square window. */
    record Window(int left, int top) {}

    private final int width;
    private final int height;
    private final int innerWidth;
    private final int innerHeight;
    private final Outpainting.Margins margins;
    private final int[] argb;
    private final boolean[] there;

    Sheet(PixelImage picture, Outpainting.Margins margins) {
        this.margins = margins;
        innerWidth = picture.width();
        innerHeight = picture.height();
        width = margins.left() + innerWidth + margins.right();
        height = margins.top() + innerHeight + margins.bottom();
        argb = new int[Math.multiplyExact(width, height)];
        there = new boolean[argb.length];
        Arrays.fill(argb, 0xFF808080);
        for (int y = 0; y < innerHeight; y++) {
            int row = (margins.top() + y) * width + margins.left();
            System.arraycopy(picture.argb(), y * innerWidth, argb, row, innerWidth);
            Arrays.fill(there, row, row + innerWidth, true);
        }
    }

    /**
     * The windows to be painted in order: beside the picture first, then above and below over the
     * whole new width. Each reaches at most half a side into the empty.
     */
    List<Window> windows(int side) {
        List<Window> windows = new ArrayList<>();
        List<Integer> rows = across(margins.top(), margins.top() + innerHeight, side);
        for (int left : outwards(margins.left(), innerWidth, width, side)) {
            rows.forEach(top -> windows.add(new Window(left, top)));
        }
        List<Integer> columns = across(0, width, side);
        for (int top : outwards(margins.top(), innerHeight, height, side)) {
            columns.forEach(left -> windows.add(new Window(left, top)));
        }
        return windows;
    }

    /** Places along one axis from the picture's edges outwards, first before it, then behind it. */
    private static List<Integer> outwards(int margin, int inner, int whole, int side) {
        List<Integer> places = new ArrayList<>();
        int half = side / 2;
        for (int done = 0; done < margin; done += half) {
            places.add(Math.max(0, margin - done - half));
        }
        int end = margin + inner;
        for (int done = end; done < whole; done += half) {
            places.add(Math.min(whole - side, done + half - side));
        }
        return places;
    }

    /** Overlapping places that cover a range, the last one ending with it. */
    private static List<Integer> across(int from, int to, int side) {
        List<Integer> places = new ArrayList<>();
        for (int at = from; at + side < to; at += side / 2) {
            places.add(at);
        }
        places.add(to - side);
        return places;
    }

    /** 1 where a window is still empty. */
    Planes empty(Window window, int side) {
        float[] empty = new float[side * side];
        for (int i = 0; i < empty.length; i++) {
            int at = (window.top() + i / side) * width + window.left() + i % side;
            empty[i] = there[at] ? 0 : 1;
        }
        return new Planes(empty, 1, side, side);
    }

    PixelImage part(Window window, int side) {
        int[] part = new int[side * side];
        for (int y = 0; y < side; y++) {
            int row = (window.top() + y) * width + window.left();
            System.arraycopy(argb, row, part, y * side, side);
        }
        return new PixelImage(side, side, part);
    }

    void put(Window window, PixelImage painted) {
        int side = painted.width();
        for (int y = 0; y < side; y++) {
            int row = (window.top() + y) * width + window.left();
            System.arraycopy(painted.argb(), y * side, argb, row, side);
            Arrays.fill(there, row, row + side, true);
        }
    }

    /** The sheet as it would be with this painted, which it does not keep. */
    PixelImage with(Window window, PixelImage painted) {
        int side = painted.width();
        int[] all = argb.clone();
        for (int y = 0; y < side; y++) {
            int row = (window.top() + y) * width + window.left();
            for (int x = 0; x < side; x++) {
                if (!there[row + x]) {
                    all[row + x] = painted.pixel(x, y);
                }
            }
        }
        return new PixelImage(width, height, all);
    }

    PixelImage picture() {
        return new PixelImage(width, height, argb.clone());
    }
}
