// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.testing.CapturedLogs;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options: their JSON, their rules, and what a refusal says. */
class ElectorOptionsTest {
    private static ElectorOptions usable() {
        return new ElectorOptions().setComponent("billing").setNode("replica-1").setStoreUri("memory:options");
    }

    /** Why these options cannot be started with; each refusal is also that of {@link Elector#start}. */
    private static Throwable refusal(ElectorOptions options) {
        Vertx vertx = Vertx.vertx();
        try {
            return failure("the start with " + options, Elector.start(vertx, options, TermWork.none()));
        } finally {
            vertx.close();
        }
    }

    @Test
    void anyOptionsAreReadAsTheyWereWritten() {
        for (long seed = 0; seed < 2_000; seed++) {
            ElectorOptions options = anyOptions(new Random(seed));

            ElectorOptions read =
                    new ElectorOptions(new JsonObject(options.toJson().encode()));

            assertThat(read).as("seed %d", seed).isEqualTo(options).hasSameHashCodeAs(options);
            assertThat(new ElectorOptions(options)).as("copy, seed %d", seed).isEqualTo(options);
            assertThat(read.toJson()).isEqualTo(options.toJson());
        }
    }

    private static ElectorOptions anyOptions(Random random) {
        return new ElectorOptions()
                .setComponent(Long.toString(random.nextLong(), 36))
                .setNode(Long.toString(random.nextLong(), 36))
                .setStore(new JsonObject()
                        .put("uri", "memory:" + random.nextInt())
                        .put("schema", random.nextBoolean() ? "create" : "check")
                        .put("inner", new JsonObject().put("number", random.nextInt())))
                .setLease(random.nextLong())
                .setRenew(random.nextLong())
                .setRetry(random.nextInt())
                .setStop(random.nextInt())
                .setStart(random.nextLong())
                .setPrefix(Long.toString(random.nextLong(), 36))
                .setOwnSession(random.nextBoolean())
                .setOverrun(random.nextBoolean() ? OverrunPolicy.HALT : OverrunPolicy.LET_EXPIRE)
                .setTrustDatabaseClock(random.nextBoolean())
                .setCampaign(random.nextBoolean())
                .setCommands(random.nextBoolean())
                .setRemoteCommands(random.nextBoolean())
                .setClustered(random.nextBoolean())
                .setMetadata(random.nextBoolean() ? new JsonObject() : new JsonObject().put("port", random.nextInt()));
    }

    @Test
    void whatIsMissingKeepsItsDefault() {
        ElectorOptions options = new ElectorOptions(new JsonObject());

        assertThat(options).isEqualTo(new ElectorOptions());
        assertThat(options.getLease()).isEqualTo(ElectorOptions.DEFAULT_LEASE).isEqualTo(30_000);
        assertThat(options.getRenew()).isEqualTo(ElectorOptions.DEFAULT_RENEW).isEqualTo(10_000);
        assertThat(options.getRetry()).isEqualTo(ElectorOptions.DEFAULT_RETRY).isEqualTo(5_000);
        assertThat(options.getStop()).isEqualTo(ElectorOptions.DEFAULT_STOP).isEqualTo(5_000);
        assertThat(options.getStart()).isEqualTo(ElectorOptions.DEFAULT_START).isEqualTo(60_000);
        assertThat(options.getPrefix()).isEqualTo("elector");
        assertThat(options.isOwnSession()).isFalse();
        assertThat(options.getOverrun()).isEqualTo(OverrunPolicy.LET_EXPIRE);
        assertThat(options.isTrustDatabaseClock()).isFalse();
        assertThat(options.isCampaign()).isTrue();
        assertThat(options.isCommands()).isFalse();
        assertThat(options.isRemoteCommands()).isFalse();
        assertThat(options.isClustered()).isFalse();
        assertThat(options.getMetadata()).isEqualTo(new JsonObject());
        assertThat(options.getNode()).isNotBlank();
        assertThatCode(options::timing).doesNotThrowAnyException();
    }

    @Test
    void durationsAreMilliseconds() {
        ElectorOptions options = usable().setLease(Duration.ofSeconds(20))
                .setRenew(Duration.ofMillis(1_500))
                .setRetry(Duration.ofSeconds(2))
                .setStop(Duration.ofSeconds(3))
                .setStart(Duration.ofMinutes(2));

        assertThat(List.of(
                        options.getLease(),
                        options.getRenew(),
                        options.getRetry(),
                        options.getStop(),
                        options.getStart()))
                .containsExactly(20_000L, 1_500L, 2_000L, 3_000L, 120_000L);
    }

    @Test
    void aStoreThatWasHandedOverCannotBeChangedFromOutside() {
        JsonObject store = new JsonObject().put("uri", "memory:a");
        ElectorOptions options = usable().setStore(store);

        store.put("uri", "memory:b");
        options.getStore().put("uri", "memory:c");
        ElectorOptions copy = new ElectorOptions(options).setStoreUri("memory:d");

        assertThat(options.getStore().getString("uri")).isEqualTo("memory:a");
        assertThat(copy.getStore().getString("uri")).isEqualTo("memory:d");
    }

    @Test
    void metadataThatWereHandedOverCannotBeChangedFromOutside() {
        JsonObject metadata = new JsonObject().put("inner", new JsonObject().put("port", 1));
        ElectorOptions options = usable().setMetadata(metadata);

        metadata.getJsonObject("inner").put("port", 2);
        options.getMetadata().getJsonObject("inner").put("port", 3);

        assertThat(options.getMetadata().getJsonObject("inner").getInteger("port"))
                .isEqualTo(1);
    }

    @Test
    void metadataTooLargeAreRefusedWithTheirSizeAndWithoutTheirContent() {
        String secret = "correcthorsebatterystaple";
        ElectorOptions options = usable().setMetadata(new JsonObject().put(secret, secret.repeat(100)));

        Throwable refusal = refusal(options);

        assertThat(refusal)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metadata (2532 bytes as JSON")
                .hasMessageContaining("must not be larger than 2048 bytes: ")
                .hasMessageNotContaining(secret);
        assertThat(options.toString()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "true", "[]", "[1]", "\"postgresql://user:secret@host/db\"", "\"{}\""})
    void metadataThatAreNoObjectAreRefusedWithoutTheirValue(String value) {
        JsonObject json = new JsonObject("{\"metadata\":" + value + "}");

        assertThatThrownBy(() -> new ElectorOptions(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "metadata \\((null|a number|an array|a string|of type Boolean)\\) must be an object: .*")
                .hasMessageNotContaining("secret");
    }

    @Test
    void metadataThatHoldWhatIsNoJsonAreRefused() {
        JsonObject strange = new JsonObject();
        strange.getMap().put("a", new Object());

        assertThatThrownBy(() -> usable().setMetadata(strange))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metadata holds a value of a type that JSON does not have");
    }

    @Test
    void unknownKeysAreWarnedAbout() {
        try (CapturedLogs logs = new CapturedLogs()) {
            new ElectorOptions(new JsonObject().put("leese", 5_000).put("bad\nkey\u202e", true));

            assertThat(logs.lines())
                    .anySatisfy(line -> assertThat(line).contains("WARN", "'leese'", "lease"))
                    .anySatisfy(
                            line -> assertThat(line).contains("WARN", "'bad…'").doesNotContain("\n"));
        }
    }

    @Test
    void knownKeysAreNotWarnedAbout() {
        try (CapturedLogs logs = new CapturedLogs()) {
            new ElectorOptions(usable().toJson());

            assertThat(logs.lines()).noneMatch(line -> line.contains("option"));
        }
    }

    static Stream<Arguments> valuesOfAnotherType() {
        return Stream.of(
                Arguments.of("{\"lease\":\"30s\"}", "lease", "30s", "number of milliseconds"),
                Arguments.of("{\"lease\":null}", "lease", "null", "number of milliseconds"),
                Arguments.of("{\"renew\":true}", "renew", "true", "number of milliseconds"),
                Arguments.of("{\"retry\":1.5}", "retry", "1.5", "whole number"),
                Arguments.of("{\"stop\":1e300}", "stop", "E300", "whole number"),
                Arguments.of("{\"start\":9223372036854775808}", "start", "9223372036854775808", "below 2^63"),
                Arguments.of("{\"lease\":{}}", "lease", "{}", "number of milliseconds"),
                Arguments.of("{\"component\":42}", "component", "42", "string"),
                Arguments.of("{\"node\":[]}", "node", "[]", "string"),
                Arguments.of("{\"prefix\":null}", "prefix", "null", "string"),
                Arguments.of("{\"session\":\"mine\"}", "session", "mine", "[shared, own]"),
                Arguments.of("{\"session\":true}", "session", "true", "string"),
                Arguments.of("{\"trustDatabaseClock\":1}", "trustDatabaseClock", "(1)", "true or false"),
                Arguments.of("{\"campaign\":\"no\"}", "campaign", "(no)", "true or false"),
                Arguments.of("{\"overrun\":\"panic\"}", "overrun", "panic", "[let-expire, halt]"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfAnotherType")
    void aValueOfAnotherTypeIsRefusedByName(String json, String key, String value, String rule) {
        assertThatThrownBy(() -> new ElectorOptions(new JsonObject(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value)
                .hasMessageContaining(rule);
    }

    @Test
    void aStoreThatIsNoObjectIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> new ElectorOptions(new JsonObject().put("store", "postgresql://u:hunter2@h/db")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store must be an object")
                .hasMessageNotContaining("hunter2");
    }

    static Stream<Arguments> durations() {
        return Stream.of(
                Arguments.of("lease", (BiFunction<ElectorOptions, Long, ElectorOptions>) ElectorOptions::setLease),
                Arguments.of("renew", (BiFunction<ElectorOptions, Long, ElectorOptions>) ElectorOptions::setRenew),
                Arguments.of("retry", (BiFunction<ElectorOptions, Long, ElectorOptions>) ElectorOptions::setRetry),
                Arguments.of("stop", (BiFunction<ElectorOptions, Long, ElectorOptions>) ElectorOptions::setStop),
                Arguments.of("start", (BiFunction<ElectorOptions, Long, ElectorOptions>) ElectorOptions::setStart));
    }

    @ParameterizedTest
    @MethodSource("durations")
    void zeroAndNegativeDurationsAreRefused(String name, BiFunction<ElectorOptions, Long, ElectorOptions> setter) {
        for (long millis : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(refusal(setter.apply(usable(), millis)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(name + " (" + millis + ") must be positive: give a number of milliseconds");
        }
    }

    @ParameterizedTest
    @MethodSource("durations")
    void durationsThatOverflowAreRefused(String name, BiFunction<ElectorOptions, Long, ElectorOptions> setter) {
        for (long millis : new long[] {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000 + 1}) {
            assertThat(refusal(setter.apply(usable(), millis)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name + " (" + millis + " ms) is too long: the longest")
                    .hasMessageContaining("86400");
        }
    }

    @Test
    void aDurationTooLongForMillisecondsIsRefused() {
        assertThatThrownBy(() -> usable().setLease(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease (PT")
                .hasMessageContaining("24 h");
    }

    @Test
    void aLeaseBeyondItsLimitsIsRefused() {
        assertThat(refusal(usable().setLease(99).setRenew(10).setRetry(10).setStop(10)))
                .hasMessage("lease (99.0 ms) must be between 100.0 ms and 86400 s");
        assertThat(refusal(usable().setLease(Duration.ofHours(25))))
                .hasMessage("lease (90000 s) must be between 100.0 ms and 86400 s");
    }

    @Test
    void aRetryLongerThanTheLeaseIsRefused() {
        assertThat(refusal(usable().setRetry(31_000)))
                .hasMessageContaining("retry (31 s)")
                .hasMessageContaining("not be longer than lease (30 s)");
    }

    @Test
    void aStopThatLeavesNothingOfTheLeaseIsRefused() {
        assertThat(refusal(usable().setStop(30_000)))
                .hasMessageContaining("stop (30 s)")
                .hasMessageContaining("shorter than lease less 0.2 % (29940.0 ms)");
    }

    @Test
    void aRenewThatLeavesNoTimeForAHeartbeatThatFailsIsRefusedWithTheArithmetic() {
        assertThat(refusal(usable().setRenew(24_000)))
                .hasMessageContaining("renew (24 s)")
                .hasMessageContaining(
                        "renew + 2 × (store timeout + first backoff) = 24 s + 2 × (≥ 10.0 ms + 1200.0 ms)")
                .hasMessageContaining("lease × 0.998 − stop = 30 s × 0.998 − 5 s = 24940.0 ms")
                .hasMessageContaining("shorten renew or stop, or lengthen lease");
    }

    static Stream<Arguments> hostileNames() {
        return Stream.of(
                Arguments.of("", "empty"),
                Arguments.of("a".repeat(129), "129 characters"),
                Arguments.of("it's", "U+0027"),
                Arguments.of("a\"b", "U+0022"),
                Arguments.of("nul\0", "U+0000"),
                Arguments.of("\u202egnillib", "U+202E"),
                Arguments.of("\u200fbilling", "U+200F"),
                Arguments.of("party\uD83C\uDF89", "U+1F389"),
                Arguments.of("lone\uD83C", "U+D83C"),
                Arguments.of("lone\uDF89", "U+DF89"),
                Arguments.of("two\nlines", "U+000A"),
                Arguments.of(" ", "U+0020"),
                Arguments.of("Bílling", "U+00ED"),
                Arguments.of(
                        "postgresql://u:secret@h/d", "name 'postgresql…' has a character that is not allowed (U+0040"),
                Arguments.of("a;drop table x--", "U+003B"));
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void namesThatAreNoneAreRefusedSafely(String name, String why) {
        for (Throwable refused : List.of(refusal(usable().setComponent(name)), refusal(usable().setNode(name)))) {
            assertThat(refused).isInstanceOf(IllegalArgumentException.class);
            assertThat(refused.getMessage())
                    .contains("name", why)
                    .matches(message -> message.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '…'))
                    .hasSizeLessThan(250);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-Z.a_z:0/9", "billing.eu", "..", "-"})
    void namesThatLookOddButAreAllowedAreTaken(String name) {
        assertThatCode(() -> usable().setComponent(name).setNode(name).check()).doesNotThrowAnyException();
        assertThatCode(() -> usable().setComponent("x".repeat(128)).check()).doesNotThrowAnyException();
    }

    @Test
    void noComponentOrNoStoreIsRefused() {
        assertThat(refusal(new ElectorOptions().setStoreUri("memory:")))
                .hasMessageContaining("component name is empty");
        assertThat(refusal(new ElectorOptions().setComponent("billing")))
                .hasMessageContaining("store has no uri")
                .hasMessageContaining("postgresql://user@host:5432/database");
        assertThat(refusal(usable().setStore(new JsonObject().put("uri", 5)))).hasMessageContaining("store has no uri");
    }

    @Test
    void aUriThatIsSomewhereElseIsReadAtTheStartAndKeptOutOfTheOptions(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("uri"), "memory:secret-place\n");
        ElectorOptions options =
                usable().setStore(new JsonObject().put("uri", new JsonObject().put("file", file.toString())));
        Vertx vertx = Vertx.vertx();
        try {
            Elector elector = await("an elector", Elector.start(vertx, options, TermWork.none()));
            Throwable second = failure(
                    "the same again",
                    Elector.start(vertx, usable().setStoreUri("memory:secret-place"), TermWork.none()));

            assertThat(second).hasMessageContaining("has an elector on the leases of memory:secret-place");
            assertThat(options.toJson().encode()).doesNotContain("secret-place");
            assertThat(options.toString()).contains("store=…").doesNotContain("secret-place");
            await("its end", elector.close());
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    @Test
    void aUriThatIsNowhereIsRefused() {
        assertThat(refusal(usable().setStore(
                                new JsonObject().put("uri", new JsonObject().put("env", "ELECTOR_NO_SUCH_VARIABLE")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.uri.env (ELECTOR_NO_SUCH_VARIABLE) is not set");
        assertThat(refusal(usable().setStore(new JsonObject().put("uri", new JsonObject().put("value", "hunter2")))))
                .hasMessageContaining("store.uri must be {\"env\": \"NAME\"} or {\"file\": \"/path\"}");
    }

    @Test
    void remoteCommandsWithoutCommandsAreRefused() {
        assertThat(refusal(usable().setRemoteCommands(true)))
                .hasMessageContaining("remoteCommands is true and commands is not: set commands to true as well");
        assertThatCode(() -> usable().setCommands(true).setRemoteCommands(true).check())
                .doesNotThrowAnyException();
    }

    @Test
    void nullsAreRefusedWhereTheyAreSet() {
        assertThatThrownBy(() -> usable().setComponent(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> usable().setNode(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> usable().setStore(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> usable().setOverrun(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aStoreThatHoldsWhatIsNoJsonIsRefused() {
        JsonObject store = new JsonObject().put("uri", "memory:x");
        store.getMap().put("thing", new Object());

        assertThatThrownBy(() -> usable().setStore(store))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store holds a value of a type that JSON does not have");
    }

    @Test
    void aNumberOfThousandsOfDigitsIsNotRepeated() {
        JsonObject json = new JsonObject().put("lease", BigInteger.TEN.pow(3_000));

        assertThatThrownBy(() -> new ElectorOptions(json))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasSizeLessThan(300);
    }
}
