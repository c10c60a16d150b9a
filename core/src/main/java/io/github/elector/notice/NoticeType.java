// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.Shown;
import java.util.Arrays;

/** What a notice is about; the {@code type} of its JSON. */
public enum NoticeType {
    /** This process leads from now on. */
    ELECTED("elected"),
    /** A term of this process is over; it was invalid before this was said. */
    REVOKED("revoked"),
    /** Somebody else leads now, or nobody, as a look of this standby saw it; the first look that tells is one too. */
    LEADER_CHANGED("leader-changed"),
    /** The work of a term of this process did not end within the stop budget. */
    OVERRUN("overrun"),
    /** This process was told what to do, and does it. */
    COMMANDED("commanded"),
    /** The store does not do for this process what it should; told once for each kind of failure until it has recovered. */
    STORE_UNREACHABLE("store-unreachable"),
    /** It answers again. */
    STORE_RECOVERED("store-recovered");

    private final String text;

    NoticeType(String text) {
        this.text = text;
    }

    /** As it stands in JSON. */
    public String text() {
        return text;
    }

    /**
     * The type with this text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NoticeType of(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no notice is of type '" + Shown.text(text) + "'"));
    }
}
