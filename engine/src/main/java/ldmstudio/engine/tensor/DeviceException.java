package ldmstudio.engine.tensor;

/** There is no such device, or libtorch cannot be loaded; the message says what to do. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
