// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.SessionId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, as it is published to everyone who listens.
 *
 * @param type what happened
 * @param component to which component
 * @param node on which node
 * @param term the term it is about, or null
 * @param holder the session that leads, or null for nobody
 * @param metadata of elected and leader-changed what that session advertises, or null for nothing
 * @param command of commanded what this process was told to do; else null
 * @param by of commanded who wanted it; else null
 * @param reason why, or null; of a store that is unreachable the kind of its failure
 * @param sequence counts what this process has said about the component from 1, so that a gap shows
 * @param timeMillis the node's wall clock, epoch milliseconds, for people
 * @param nanos {@link System#nanoTime()} of the transition: of elected the first instant at which the term answers valid,
 *     of revoked the last at which it could. Comparable between processes of one machine only
 * @param validUntilNanos of elected and revoked the hard end known at that moment, on the same clock; else null
 */
public record Notice(
        NoticeType type,
        String component,
        String node,
        @Nullable Long term,
        @Nullable String holder,
        @Nullable JsonObject metadata,
        @Nullable String command,
        @Nullable String by,
        @Nullable String reason,
        long sequence,
        long timeMillis,
        long nanos,
        @Nullable Long validUntilNanos) {

    /** One that is about no command, of a session that advertises nothing. */
    public Notice(
            NoticeType type,
            String component,
            String node,
            @Nullable Long term,
            @Nullable String holder,
            @Nullable String reason,
            long sequence,
            long timeMillis,
            long nanos,
            @Nullable Long validUntilNanos) {
        this(
                type,
                component,
                node,
                term,
                holder,
                null,
                null,
                null,
                reason,
                sequence,
                timeMillis,
                nanos,
                validUntilNanos);
    }

    /** The node of the {@link #holder}, or null for nobody. */
    public @Nullable String leader() {
        return holder == null ? null : SessionId.nodeOf(holder);
    }

    /** Its JSON form; what is null is left out, and the leader's node is told where somebody else may lead. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("type", type.text())
                .put("component", component)
                .put("node", node)
                .put("sequence", sequence)
                .put("time", timeMillis)
                .put("nanos", nanos);
        putUnlessNull(json, "term", term == null ? null : Long.toString(term));
        putUnlessNull(json, "holder", holder);
        putUnlessNull(json, "leader", type == NoticeType.LEADER_CHANGED ? leader() : null);
        putUnlessNull(json, "metadata", metadata);
        putUnlessNull(json, "command", command);
        putUnlessNull(json, "by", by);
        putUnlessNull(json, "reason", reason);
        putUnlessNull(json, "validUntilNanos", validUntilNanos);
        return json;
    }

    /**
     * The notice in this JSON.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Notice from(JsonObject json) {
        return new Notice(
                NoticeType.of(Field.text(json, "type")),
                Field.text(json, "component"),
                Field.text(json, "node"),
                json.getValue("term") == null ? null : Field.term(json),
                Field.textOrNull(json, "holder"),
                Field.objectOrNull(json, "metadata"),
                Field.textOrNull(json, "command"),
                Field.textOrNull(json, "by"),
                Field.textOrNull(json, "reason"),
                Field.number(json, "sequence"),
                Field.number(json, "time"),
                Field.number(json, "nanos"),
                Field.numberOrNull(json, "validUntilNanos"));
    }

    private static void putUnlessNull(JsonObject json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
