package io.docket.platform.contract;

/** Parts of the contract are named by the root that their paths begin with. */
final class Roots {

    private Roots() {}

    /** Whether a path is the root, or below it. */
    static boolean covers(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
