// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * Which term: a session may hold the same component twice, so component and session alone do not name one.
 *
 * @param component what is led
 * @param number the fencing token; larger than that of every earlier term of the component, 0 or more
 * @param session who leads
 */
public record TermId(ComponentName component, long number, SessionId session) {
    public TermId {
        if (number < 0) {
            throw new IllegalArgumentException("term " + number + " of component '" + component + "' is negative");
        }
    }

    @Override
    public String toString() {
        return component + "#" + number + "@" + session;
    }
}
