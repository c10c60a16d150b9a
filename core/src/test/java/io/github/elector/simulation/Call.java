// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

/** One operation of the store on its way: answered, given up, or answered after it was given up. */
final class Call {
    final String what;
    final Object of;
    final long sentAt;
    boolean settled;
    boolean givenUp;

    /** How often its answer has come. */
    int answers;

    /** An operation about {@code of}, which may have one in flight at a time. */
    Call(String what, Object of, long sentAt) {
        this.what = what;
        this.of = of;
        this.sentAt = sentAt;
    }

    @Override
    public String toString() {
        return what + " " + of;
    }
}
