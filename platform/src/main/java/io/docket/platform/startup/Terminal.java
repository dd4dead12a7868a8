package io.docket.platform.startup;

/** Where the person looks who starts a process: what is said there is no log entry. */
final class Terminal {

    private Terminal() {}

    @SuppressWarnings("SystemOut")
    static void print(String answer) {
        System.out.println(answer);
    }

    @SuppressWarnings("SystemOut")
    static void complain(String complaint) {
        System.err.println(complaint);
    }
}
