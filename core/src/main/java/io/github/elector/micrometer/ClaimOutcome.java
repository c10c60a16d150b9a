// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import io.github.elector.store.StoreAnswer;

/** How a claim was answered, as a tag has it. */
enum ClaimOutcome {
    GRANTED("granted"),
    REFUSED("refused"),
    BUSY("busy"),
    UNKNOWN("unknown");

    private final String text;

    ClaimOutcome(String text) {
        this.text = text;
    }

    static ClaimOutcome of(StoreAnswer.Acquired answer) {
        if (answer instanceof StoreAnswer.Granted) {
            return GRANTED;
        }
        if (answer instanceof StoreAnswer.Refused) {
            return REFUSED;
        }
        return answer instanceof StoreAnswer.Busy ? BUSY : UNKNOWN;
    }

    @Override
    public String toString() {
        return text;
    }
}
