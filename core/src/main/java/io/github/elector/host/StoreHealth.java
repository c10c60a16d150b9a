// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

/** Whether the store answers, on the two ways it is asked: heartbeats, and everything else. */
final class StoreHealth {
    private boolean heartbeatsFail;
    private boolean othersFail;
    private boolean reportedDown;

    void onHeartbeat(boolean answered) {
        heartbeatsFail = !answered;
    }

    void onOther(boolean answered) {
        othersFail = !answered;
    }

    /** Whether what people were told last is no longer true; it counts as told then. */
    boolean hasChanged() {
        boolean changed = isDown() != reportedDown;
        reportedDown = isDown();
        return changed;
    }

    boolean isDown() {
        return heartbeatsFail || othersFail;
    }
}
