package ldmstudio.engine.cli;

/** A value of {@code --set KEY=VALUE}. */
record Setting(String key, String value) {
    /**
     * Reads one.
     *
     * @param example of what can be given
     * @throws IllegalArgumentException when there is no key
     */
    static Setting of(String said, String example) {
        int equals = said.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "--set is '" + said + "'; give KEY=VALUE, for example " + example);
        }
        return new Setting(said.substring(0, equals), said.substring(equals + 1));
    }
}
