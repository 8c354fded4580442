package ldmstudio.engine.train;

/**
 * How much of an average of weights is kept at each update: the decay at update n = 1, 2, …. Small
 * at first, so that the average does not remember the untrained weights.
 */
public sealed interface EmaDecay {
    /**
     * The decay of an update, in [0, 1].
     *
     * @param update number of the update, from 1
     */
    double at(long update);

    /** Always the same. */
    record Constant(double decay) implements EmaDecay {
        public Constant {
            check(decay);
        }

        @Override
        public double at(long update) {
            return decay;
        }
    }

    /** min(decay, (1 + n) / (10 + n)): the rule of CompVis' LitEma. */
    record Lit(double decay) implements EmaDecay {
        public Lit {
            check(decay);
        }

        @Override
        public double at(long update) {
            return Math.min(decay, (1.0 + update) / (10.0 + update));
        }
    }

    /**
     * The rule of diffusers' EMAModel. With k = n − updateAfterStep − 1: 0 for k ≤ 0, so the
     * average is a copy; then (1 + k) / (10 + k), or with warm-up 1 − (1 + k / invGamma)^−power,
     * kept within [minDecay, decay].
     *
     * @param warmup whether the second formula is used; power 2/3 suits a million steps, 3/4 some
     *     ten thousand
     */
    record Diffusers(
            double decay,
            double minDecay,
            long updateAfterStep,
            boolean warmup,
            double invGamma,
            double power)
            implements EmaDecay {
        public Diffusers {
            check(decay);
            check(minDecay);
            if (!(invGamma > 0)) {
                throw new IllegalArgumentException(
                        "ema_inv_gamma is " + invGamma + ", must be larger than 0");
            }
        }

        /** Without warm-up formula, floor or delay. */
        public static Diffusers of(double decay) {
            return new Diffusers(decay, 0, 0, false, 1, 2.0 / 3);
        }

        @Override
        public double at(long update) {
            long k = update - updateAfterStep - 1;
            if (k <= 0) {
                return 0;
            }
            double rising =
                    warmup ? 1 - Math.pow(1 + k / invGamma, -power) : (1.0 + k) / (10.0 + k);
            return Math.max(Math.min(rising, decay), minDecay);
        }
    }

    private static void check(double decay) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException("ema_decay is " + decay + ", must be in [0, 1]");
        }
    }
}
