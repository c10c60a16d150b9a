// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.Shown;
import io.github.elector.store.UnknownKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link ElectorOptions} as JSON. Written by hand: the Vert.x generator drops durations. */
final class ElectorOptionsJson {
    private static final Set<String> KEYS = Set.of(
            "component",
            "node",
            "store",
            "lease",
            "renew",
            "retry",
            "stop",
            "start",
            "prefix",
            "session",
            "overrun",
            "trustDatabaseClock",
            "campaign",
            "commands",
            "remoteCommands",
            "clustered",
            "metadata");

    /** What one component of a verticle may have of its own. */
    static final Set<String> OF_A_COMPONENT = Set.of(
            "lease",
            "renew",
            "retry",
            "stop",
            "start",
            "session",
            "overrun",
            "trustDatabaseClock",
            "campaign",
            "commands",
            "remoteCommands",
            "clustered",
            "metadata");

    private ElectorOptionsJson() {}

    static JsonObject write(ElectorOptions options) {
        return new JsonObject()
                .put("component", options.getComponent())
                .put("node", options.getNode())
                .put("store", options.getStore())
                .put("lease", options.getLease())
                .put("renew", options.getRenew())
                .put("retry", options.getRetry())
                .put("stop", options.getStop())
                .put("start", options.getStart())
                .put("prefix", options.getPrefix())
                .put("session", options.isOwnSession() ? "own" : "shared")
                .put("overrun", text(options.getOverrun()))
                .put("trustDatabaseClock", options.isTrustDatabaseClock())
                .put("campaign", options.isCampaign())
                .put("commands", options.isCommands())
                .put("remoteCommands", options.isRemoteCommands())
                .put("clustered", options.isClustered())
                .put("metadata", options.getMetadata());
    }

    static void read(JsonObject json, ElectorOptions into) {
        UnknownKeys.warn("elector option", json, KEYS);
        string(json, "component", into::setComponent);
        string(json, "node", into::setNode);
        string(json, "prefix", into::setPrefix);
        millis(json, "lease", into::setLease);
        millis(json, "renew", into::setRenew);
        millis(json, "retry", into::setRetry);
        millis(json, "stop", into::setStop);
        millis(json, "start", into::setStart);
        string(
                json,
                "session",
                text -> into.setOwnSession(
                        oneOf("session", text, "shared", "own").equals("own")));
        string(json, "overrun", text -> into.setOverrun(overrun(text)));
        truth(json, "trustDatabaseClock", into::setTrustDatabaseClock);
        truth(json, "campaign", into::setCampaign);
        truth(json, "commands", into::setCommands);
        truth(json, "remoteCommands", into::setRemoteCommands);
        truth(json, "clustered", into::setClustered);
        if (json.containsKey("store")) {
            if (!(json.getValue("store") instanceof JsonObject store)) {
                throw new IllegalArgumentException(
                        "store must be an object with a uri: {\"uri\":\"postgresql://user@host:5432/database\"}");
            }
            into.setStore(store);
        }
        if (json.containsKey("metadata")) {
            if (!(json.getValue("metadata") instanceof JsonObject metadata)) {
                throw new IllegalArgumentException("metadata (" + typeOf(json.getValue("metadata"))
                        + ") must be an object: {\"url\":\"http://10.0.0.7:8080\"}");
            }
            into.setMetadata(metadata);
        }
    }

    /** Of what may be anything not even the beginning. */
    private static String typeOf(@Nullable Object value) {
        if (value instanceof JsonArray) {
            return "an array";
        }
        if (value instanceof CharSequence) {
            return "a string";
        }
        return value == null
                ? "null"
                : value instanceof Number
                        ? "a number"
                        : "of type " + value.getClass().getSimpleName();
    }

    private static void string(JsonObject json, String key, Consumer<String> setter) {
        if (json.containsKey(key)) {
            if (!(json.getValue(key) instanceof String text)) {
                throw new IllegalArgumentException(key + " (" + shown(json.getValue(key)) + ") must be a string");
            }
            setter.accept(text);
        }
    }

    private static void millis(JsonObject json, String key, Consumer<Long> setter) {
        if (json.containsKey(key)) {
            if (!(json.getValue(key) instanceof Number number)) {
                throw new IllegalArgumentException(
                        key + " (" + shown(json.getValue(key)) + ") must be a number of milliseconds");
            }
            try {
                setter.accept(new BigDecimal(number.toString()).longValueExact());
            } catch (ArithmeticException | NumberFormatException inexact) {
                throw new IllegalArgumentException(
                        key + " (" + shown(number) + ") must be a whole number of milliseconds below 2^63", inexact);
            }
        }
    }

    private static void truth(JsonObject json, String key, Consumer<Boolean> setter) {
        if (json.containsKey(key)) {
            if (!(json.getValue(key) instanceof Boolean truth)) {
                throw new IllegalArgumentException(key + " (" + shown(json.getValue(key)) + ") must be true or false");
            }
            setter.accept(truth);
        }
    }

    private static OverrunPolicy overrun(String text) {
        String known = oneOf("overrun", text, text(OverrunPolicy.LET_EXPIRE), text(OverrunPolicy.HALT));
        return OverrunPolicy.valueOf(known.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String text(OverrunPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String oneOf(String key, String text, String... allowed) {
        if (!Arrays.asList(allowed).contains(text)) {
            throw new IllegalArgumentException(
                    key + " ('" + Shown.text(text) + "') must be one of " + Arrays.toString(allowed));
        }
        return text;
    }

    /** Of an object or an array not what is in it. */
    private static String shown(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.isEmpty() ? "{}" : "{…}";
        }
        if (value instanceof JsonArray array) {
            return array.isEmpty() ? "[]" : "[…]";
        }
        return value == null || value instanceof String || value instanceof Number || value instanceof Boolean
                ? Shown.text(String.valueOf(value))
                : "of type " + value.getClass().getSimpleName();
    }
}
