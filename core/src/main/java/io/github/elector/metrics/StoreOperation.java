// SPDX-License-Identifier: Apache-2.0
package io.github.elector.metrics;

/** What a host asks its store. */
public enum StoreOperation {
    /** Creating or checking the tables. */
    PREPARE("prepare"),
    /** Inserting the row of a session. */
    OPEN("open"),
    /** Keeping the session alive. */
    HEARTBEAT("heartbeat"),
    /** Reading leases and who holds them. */
    LOOK("look"),
    /** Closing the session of somebody else that was silent for too long. */
    EXPIRE("expire"),
    /** Asking for leases, all in one statement. */
    ACQUIRE("acquire"),
    /** Giving one lease back. */
    RELEASE("release"),
    /** Closing the own session. */
    CLOSE_SESSION("close-session");

    private final String text;

    StoreOperation(String text) {
        this.text = text;
    }

    /** Lower case, words joined by hyphens. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
