// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * The name of one incarnation of a node: fresh and random for every opening, never used twice.
 *
 * @param value 1 to 200 printable ASCII characters; ours are the node's name, a tilde and a random part
 */
public record SessionId(String value) implements Comparable<SessionId> {
    private static final int MAX_LENGTH = 200;

    public SessionId {
        if (value == null || value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("session id must have 1 to " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException(
                        "session id has a character that is no printable ASCII at position " + (i + 1));
            }
        }
    }

    /** The id of {@code node}'s session with this random part. */
    public static SessionId of(NodeName node, String random) {
        return new SessionId(node + "~" + random);
    }

    /** The node this session belongs to, for people: the part before the last tilde, or all of it if there is none. */
    public String node() {
        return nodeOf(value);
    }

    /** The same of what may be no session id, such as the holder in somebody's JSON. */
    public static String nodeOf(String session) {
        int tilde = session.lastIndexOf('~');
        return tilde <= 0 ? session : session.substring(0, tilde);
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
