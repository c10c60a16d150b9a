// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/** Why a term ended; the {@code reason} of a revoked notice. */
public enum EndReason {
    /** The elector was asked to resign. */
    RESIGNED("resigned"),
    /** The elector, its host or its Vertx closes. */
    CLOSED("closed"),
    /** The work failed to start, died, or nobody answered {@code begin}. */
    WORK_FAILED("work-failed"),
    /** Heartbeats were not answered yes in time. */
    STORE_UNREACHABLE("store-unreachable"),
    /** Another candidate closed this session, or its row is gone. */
    SESSION_CLOSED("session-closed"),
    /** The own wall clock jumped ahead by more than what remained: the process may have been suspended. */
    CLOCK_JUMP("clock-jump"),
    /** The lease row no longer names this term: a commit was lost, or somebody edited the row. */
    LEASE_LOST("lease-lost"),
    /** A fence has seen a later term. */
    FENCE_AHEAD("fence-ahead"),
    /** The elector's own code failed. */
    INTERNAL_ERROR("internal-error");

    private final String text;

    EndReason(String text) {
        this.text = text;
    }

    /** As it stands in notices: lower case, words joined by hyphens. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
