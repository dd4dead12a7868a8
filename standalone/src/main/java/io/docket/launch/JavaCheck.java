package io.docket.launch;

/** Where the packaged application begins. It is compiled for any Java, so that one that is too old is told so. */
public final class JavaCheck {

    private static final int OLDEST = 17;

    /** Of the one file, then of what it unpacks to. */
    private static final String[] STARTED = {"org.springframework.boot.loader.launch.JarLauncher", "io.docket.Docket"};

    private JavaCheck() {}

    /** Hands over to the application, unless this Java is too old for it. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        String version = System.getProperty("java.specification.version");
        if (isTooOld(version)) {
            System.err.println("Docket needs Java " + OLDEST + " or later. This is Java " + version + ", in "
                    + System.getProperty("java.home") + ".");
            System.err.println("Install a newer one, or start Docket with it: /path/to/its/bin/java -jar ...");
            System.exit(1);
        }
        started().getMethod("main", String[].class).invoke(null, new Object[] {arguments});
    }

    private static Class<?> started() throws ClassNotFoundException {
        try {
            return Class.forName(STARTED[0]);
        } catch (ClassNotFoundException unpacked) {
            return Class.forName(STARTED[1]);
        }
    }

    /** Java 8 calls itself 1.8. */
    static boolean isTooOld(String version) {
        return version.startsWith("1.") || Integer.parseInt(version) < OLDEST;
    }
}
