// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** JSON that somebody else wrote: right in places, with anything in the others. */
public final class HostileJson {
    private static final List<Number> NUMBERS = List.of(
            0,
            -1,
            1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            99L,
            100L,
            86_400_000L,
            86_400_001L,
            9_223_372_036_854L,
            9_223_372_036_855L,
            0.5,
            -0.0,
            1e18,
            1e19,
            1e300,
            1e-300,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Float.NaN,
            (short) 7,
            (byte) -7,
            3.0f,
            new BigDecimal("1e99999999"),
            new BigDecimal("1e-99999999"),
            new BigDecimal("30000.0"),
            new BigDecimal("0.1"),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.TEN.pow(3_000));
    private static final int DEEP = 900;

    private HostileJson() {}

    /** {@code base} with up to four of its values, or values of unknown keys, replaced, removed or added. */
    public static JsonObject mutated(Random random, JsonObject base) {
        JsonObject json = new JsonObject(new LinkedHashMap<>(base.getMap()));
        List<String> keys = new ArrayList<>(base.fieldNames());
        for (int i = random.nextInt(5); i > 0; i--) {
            String key = random.nextInt(10) == 0 ? HostileText.small(random) : HostileText.pick(random, keys);
            switch (random.nextInt(6)) {
                case 0 -> json.remove(key);
                case 1 -> json.putNull(key);
                case 2 -> put(json, key, like(random, json.getValue(key)));
                default -> put(json, key, value(random, 3));
            }
        }
        return json;
    }

    /** Any value, a tree of this depth at most, or now and then a very deep one. */
    public static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> random.nextBoolean();
            case 1, 2 -> HostileText.pick(random, NUMBERS);
            case 3 -> Long.toString(random.nextLong());
            case 4 -> HostileText.pick(random, NUMBERS).toString();
            case 5, 6 -> HostileText.small(random);
            case 7 -> strange(random);
            case 8 -> random.nextLong();
            case 9 -> array(random, depth);
            case 10 -> object(random, depth);
            default -> random.nextInt(50) == 0 ? deep(random) : object(random, depth);
        };
    }

    /** An object of anything. */
    public static JsonObject object(Random random, int depth) {
        JsonObject json = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
            put(json, HostileText.small(random), value(random, depth - 1));
        }
        return json;
    }

    /** An array of anything. */
    public static JsonArray array(Random random, int depth) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(random, depth - 1));
        }
        return new JsonArray(values);
    }

    /** Of the same type as it was, and perhaps no sense. */
    private static Object like(Random random, Object value) {
        if (value instanceof Number) {
            return HostileText.pick(random, NUMBERS);
        }
        if (value instanceof JsonObject object && !object.isEmpty()) {
            return mutated(random, object);
        }
        return value instanceof Boolean ? (Object) random.nextBoolean() : HostileText.small(random);
    }

    /** What no JSON text can hold, but an object of Vert.x can. */
    private static Object strange(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[] {1, 2};
            case 1 -> Buffer.buffer("x");
            case 2 -> Instant.EPOCH;
            case 3 -> Thread.State.NEW;
            case 4 -> Map.of("uri", "postgresql://user:" + Secret.TOKEN + "@host/db");
            case 5 -> List.of("postgresql://user:" + Secret.TOKEN + "@host/db");
            case 6 -> CharBuffer.wrap("memory:");
            default -> new Object();
        };
    }

    private static Object deep(Random random) {
        Object inner = HostileText.small(random);
        for (int i = 0; i < DEEP; i++) {
            inner = i % 2 == 0 ? new JsonArray(new ArrayList<>(List.of(inner))) : new JsonObject().put("x", inner);
        }
        return inner;
    }

    /** Past what Vert.x refuses to put. */
    private static void put(JsonObject json, String key, Object value) {
        json.getMap().put(key, value);
    }
}
