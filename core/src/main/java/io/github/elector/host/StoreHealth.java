// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

/**
 * Whether the store answers, on the three ways it is asked: heartbeats, looks, and what is claimed and given back. Who may
 * read but not write is answered by each look and refused by each claim: that is one trouble and not many.
 */
final class StoreHealth {
    private boolean heartbeatsFail;
    private boolean looksFail;
    private boolean writesFail;
    private boolean reportedDown;

    void onHeartbeat(boolean answered) {
        heartbeatsFail = !answered;
    }

    void onLook(boolean answered) {
        looksFail = !answered;
    }

    /** A claim, or a term that is given back. */
    void onWrite(boolean answered) {
        writesFail = !answered;
    }

    boolean doWritesFail() {
        return writesFail;
    }

    /** Whether what people were told last is no longer true; it counts as told then. */
    boolean hasChanged() {
        boolean changed = isDown() != reportedDown;
        reportedDown = isDown();
        return changed;
    }

    boolean isDown() {
        return heartbeatsFail || looksFail || writesFail;
    }
}
