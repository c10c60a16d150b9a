// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.Shown;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A local request on {@link Addresses#command}, which is answered where the option {@code commands} is on.
 *
 * <p>It is answered by {@code {"accepted":true}} once what it asks for has begun, or it fails and nothing has changed:
 * with {@link #NO_REQUEST}, {@link #CONFLICT} or {@link #TOO_MANY}. The same command again changes nothing more. Every
 * command that is accepted is published as {@link NoticeType#COMMANDED}.
 *
 * @param action what this process shall do
 * @param stayOutMillis of step-down for how long it shall not campaign then, 1 ms to 24 h; else 0
 * @param term the term of the leader as the sender knows it, and the command is refused if that is not so; or null
 * @param by who wants it, for those who read of it: 1 to 200 characters
 * @param why the same
 */
public record CommandRequest(
        Action action, long stayOutMillis, @Nullable Long term, String by, String why) {
    /** What can be wanted. */
    public enum Action {
        /** Give the component up, if it is led, and do not campaign for a while. */
        STEP_DOWN("step-down"),
        /** The same until told otherwise. */
        OBSERVE("observe"),
        /** Campaign again. */
        CAMPAIGN("campaign");

        private final String text;

        Action(String text) {
            this.text = text;
        }

        /** As it stands in JSON. */
        public String text() {
            return text;
        }
    }

    /** The failure code of an answer to what is no command. */
    public static final int NO_REQUEST = 400;
    /** The failure code of an answer to a command that does not fit: another term leads, or this process never campaigns. */
    public static final int CONFLICT = 409;
    /** The failure code of an answer to one command too many. */
    public static final int TOO_MANY = 429;

    private static final Set<String> KEYS = Set.of("command", "stayOutMillis", "term", "by", "why");
    private static final long LONGEST_STAY = TimeUnit.HOURS.toMillis(24);
    private static final int LONGEST_TEXT = 200;

    public CommandRequest {
        boolean stays = action == Action.STEP_DOWN;
        if (stays ? stayOutMillis < 1 || stayOutMillis > LONGEST_STAY : stayOutMillis != 0) {
            throw new IllegalArgumentException("stayOutMillis (" + stayOutMillis + ") must be "
                    + (stays ? "1 to " + LONGEST_STAY : "left out") + " of a command '" + action.text() + "'");
        }
        requireText("by", by);
        requireText("why", why);
    }

    /** The answer. */
    public static JsonObject accepted() {
        return new JsonObject().put("accepted", true);
    }

    /** Its JSON form; what is null is left out. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("command", action.text());
        if (action == Action.STEP_DOWN) {
            json.put("stayOutMillis", stayOutMillis);
        }
        if (term != null) {
            json.put("term", Long.toString(term));
        }
        return json.put("by", by).put("why", why);
    }

    /**
     * The command in this body of a message.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CommandRequest from(@Nullable Object body) {
        if (!(body instanceof JsonObject json)) {
            throw new IllegalArgumentException("a command is a JSON object such as "
                    + new CommandRequest(Action.OBSERVE, 0, null, "alice", "maintenance").toJson());
        }
        Set<String> unknown = new TreeSet<>(json.fieldNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "key '" + Shown.text(unknown.iterator().next())
                            + "' is none of a command: those are command, stayOutMillis, term, by and why");
        }
        return new CommandRequest(
                action(Field.text(json, "command")),
                json.getValue("stayOutMillis") == null ? 0 : Field.number(json, "stayOutMillis"),
                json.getValue("term") == null ? null : Field.term(json),
                Field.text(json, "by"),
                Field.text(json, "why"));
    }

    private static Action action(String text) {
        return Arrays.stream(Action.values())
                .filter(action -> action.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "command '" + Shown.text(text) + "' is none of step-down, observe and campaign"));
    }

    private static void requireText(String key, String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT || !text.codePoints().allMatch(CommandRequest::isPrinted)) {
            throw new IllegalArgumentException(
                    key + " must have 1 to " + LONGEST_TEXT + " characters, and none that is not printed");
        }
    }

    /** Nothing that ends a line of the log, turns its direction or controls a terminal. */
    private static boolean isPrinted(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
