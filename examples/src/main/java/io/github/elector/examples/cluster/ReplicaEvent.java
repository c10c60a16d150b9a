// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.notice.Notice;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a replica: a {@link Notice} of its electors, or that it started or stopped. A line of
 * {@code --json}.
 *
 * @param nanos {@link System#nanoTime()} of it, comparable between processes of one machine
 * @param node which replica
 * @param component which component
 * @param event what: {@value #STARTED}, {@value #STOPPED}, {@value #RESIGNING}, or the type of a notice
 * @param term the term it is about, or null
 * @param holder the session that leads, or null
 * @param reason why, or null
 * @param validUntilNanos of elected and revoked the hard end known at that moment, else null
 */
public record ReplicaEvent(
        long nanos,
        String node,
        String component,
        String event,
        @Nullable String term,
        @Nullable String holder,
        @Nullable String reason,
        @Nullable Long validUntilNanos) {
    /** It campaigns from now on. */
    public static final String STARTED = "started";
    /** It has ended in order: nothing is in hand any more. */
    public static final String STOPPED = "stopped";
    /** It was asked to resign; said only if it was asked through its standard input. */
    public static final String RESIGNING = "resigning";
    /** It is gone; said by whoever watches it. */
    public static final String DIED = "died";

    static ReplicaEvent now(String node, String component, String event) {
        return new ReplicaEvent(System.nanoTime(), node, component, event, null, null, null, null);
    }

    /** This replica is gone, and was certainly gone at this time. */
    public static ReplicaEvent death(String node, long nanos) {
        return new ReplicaEvent(nanos, node, "", DIED, null, null, null, null);
    }

    static ReplicaEvent of(Notice notice) {
        Long term = notice.term();
        return new ReplicaEvent(
                notice.nanos(),
                notice.node(),
                notice.component(),
                notice.type().text(),
                term == null ? null : Long.toString(term),
                notice.holder(),
                notice.reason(),
                notice.validUntilNanos());
    }

    /** What is null is left out. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("nanos", nanos)
                .put("node", node)
                .put("component", component)
                .put("event", event);
        putUnlessNull(json, "term", term);
        putUnlessNull(json, "holder", holder);
        putUnlessNull(json, "reason", reason);
        putUnlessNull(json, "validUntilNanos", validUntilNanos);
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    public static ReplicaEvent from(JsonObject json) {
        return new ReplicaEvent(
                json.getLong("nanos"),
                json.getString("node"),
                json.getString("component"),
                json.getString("event"),
                json.getString("term"),
                json.getString("holder"),
                json.getString("reason"),
                json.getLong("validUntilNanos"));
    }

    /** Whether this happened: {@value #STARTED} and so on, or the type of a notice. */
    public boolean is(String what) {
        return event.equals(what);
    }

    /** The term as a number; -1 if there is none. */
    public long termNumber() {
        return term == null ? -1 : Long.parseLong(term);
    }

    /** What happened, in words of at most 50 characters for ordinary names; without node and component. */
    public String text() {
        return switch (event) {
            case STARTED -> "starts to campaign";
            case STOPPED -> "has stopped";
            case DIED -> "is gone";
            case RESIGNING -> "was asked to resign";
            case "elected" -> "LEADS, term " + term;
            case "revoked" -> "no longer leads: " + reason;
            case "leader-changed" -> holder == null ? "sees no leader" : "sees " + nodeOf(holder) + " lead";
            case "overrun" -> "OVERRUN of term " + term;
            case "store-unreachable" -> "cannot use the database: " + reason;
            case "store-recovered" -> "can use the database again";
            default -> event;
        };
    }

    /** The node in the name of a session. */
    static String nodeOf(String holder) {
        int tilde = holder.indexOf('~');
        return tilde < 0 ? holder : holder.substring(0, tilde);
    }

    private static void putUnlessNull(JsonObject json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
