// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/**
 * The text of server-sent events. Their data is JSON, so it has no line ends.
 *
 * <p>See the HTML standard, "Server-sent events".
 */
final class EventFrames {
    /** How soon a page whose line is gone comes back. */
    private static final int RETRY_MILLIS = 1000;

    private final String life;

    /** With ids of this life of the process: another one's versions mean nothing here. */
    EventFrames(String life) {
        this.life = life;
    }

    /** The first thing on every line. */
    static String retry() {
        return "retry: " + RETRY_MILLIS + "\n\n";
    }

    /** Everything; the page forgets what it knew. */
    String snapshot(long version, String json) {
        return event("snapshot", version, json);
    }

    /** What has changed. */
    String change(long version, String json) {
        return event("change", version, json);
    }

    /** A comment for whoever stands between, and an event without id by which the page knows that somebody is there. */
    static String beat(long nowMillis) {
        return ": beat\nevent: beat\ndata: {\"now\":" + nowMillis + "}\n\n";
    }

    /** The version in the id of the last event that was seen, if it is one of this life up to the present; else 0. */
    long version(String lastEventId, long present) {
        String prefix = life + "-";
        if (!lastEventId.startsWith(prefix)
                || !lastEventId.substring(prefix.length()).matches("[1-9]\\d{0,17}")) {
            return 0;
        }
        long version = Long.parseLong(lastEventId.substring(prefix.length()));
        return version <= present ? version : 0;
    }

    private String event(String type, long version, String json) {
        return "id: " + life + "-" + version + "\nevent: " + type + "\ndata: " + json + "\n\n";
    }
}
