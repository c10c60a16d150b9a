// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node may advertise, and what is made of text that anybody may have written. */
class MetadataTest {
    private static final String SECRET = "correcthorsebatterystaple";

    @Test
    void nothingIsWrittenOfAnEmptyObject() {
        assertThat(Metadata.write(new JsonObject())).isNull();
        assertThat(Metadata.read(null)).isEmpty();
        assertThat(Metadata.read("{}")).isEmpty();
        assertThat(Metadata.fault("{}")).isNull();
    }

    @Test
    void whatIsWrittenIsAsciiAndReadAsItWas() {
        JsonObject metadata = new JsonObject()
                .put("url", "http://10.0.0.7:8080")
                .put("zürich", "日本語 \uD83D\uDE00 \u007f \u0000 \u2028 \" \\\\ \n")
                .put(
                        "weights",
                        new JsonArray().add(1).add(2.5).add(Long.MAX_VALUE).addNull())
                .put("canary", false)
                .put("inner", new JsonObject().put("zone", "eu"));

        String written = Metadata.write(metadata);

        assertThat(written).matches("[\\x20-\\x7e]+");
        assertThat(Metadata.read(written)).hasValue(metadata);
        assertThat(Metadata.fault(written)).isNull();
    }

    @Test
    void whateverIsWrittenIsRead() {
        for (long seed = 0; seed < 2_000; seed++) {
            JsonObject metadata = any(new Random(seed));

            String written = Metadata.write(metadata);

            assertThat(written).as("seed %d", seed).hasSizeLessThanOrEqualTo(Metadata.MOST_BYTES);
            assertThat(Metadata.read(written)).as("seed %d", seed).hasValue(metadata);
        }
    }

    private static JsonObject any(Random random) {
        JsonObject any = new JsonObject();
        for (int i = 0; i <= random.nextInt(5); i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(30), 0, 0x10000).forEach(c -> text.append((char) c));
            any.put(text.toString(), text.reverse().toString());
        }
        return any;
    }

    @Test
    void exactlyTheLargestIsWritten() {
        JsonObject largest = new JsonObject().put("a", "x".repeat(Metadata.MOST_BYTES - "{'a':''}".length()));

        assertThat(Metadata.write(largest)).hasSize(Metadata.MOST_BYTES);
        assertThat(Metadata.read(Metadata.write(largest))).hasValue(largest);
    }

    @Test
    void whatIsTooLargeIsRefusedWithItsSizeAndNothingOfIt() {
        JsonObject large = new JsonObject().put("a", SECRET + "x".repeat(Metadata.MOST_BYTES));

        assertThatThrownBy(() -> Metadata.write(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "metadata (2081 bytes as JSON, where what is not ASCII is written as \\u and four digits) must"
                                + " not be larger than 2048 bytes: put in where the rest can be asked for, and leave the rest out");
    }

    @Test
    void whatIsNotAsciiCountsAsItIsWritten() {
        assertThat(Metadata.write(new JsonObject().put("a", "ü".repeat(340)))).hasSize(8 + 340 * 6);
        assertThatThrownBy(() -> Metadata.write(new JsonObject().put("a", "ü".repeat(341))))
                .hasMessageContaining("2054 bytes");
    }

    @Test
    void whatJsonCannotSayIsRefusedWithoutIt() {
        JsonObject strange = new JsonObject();
        strange.getMap().put("a", new Object() {
            @Override
            public String toString() {
                return SECRET;
            }
        });

        assertThatThrownBy(() -> Metadata.write(strange))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metadata holds what cannot be written as JSON and read again: put in strings")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 1_010, 5_000})
    void whatIsNestedTooDeeplyIsRefused(int levels) {
        JsonObject deep = new JsonObject().put("a", "[".repeat(100));
        for (int i = 1; i < levels; i++) {
            deep = new JsonObject().put("a", deep);
        }
        JsonObject metadata = deep;

        if (levels <= Metadata.MOST_LEVELS) {
            assertThat(Metadata.read(Metadata.write(metadata))).hasValue(metadata);
        } else {
            assertThatThrownBy(() -> Metadata.write(metadata)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void textNestedTooDeeplyIsFaultyAndNotRead() {
        String deep = "{\"a\\\"\":" + "[".repeat(900) + "]".repeat(900) + "}";
        String asDeepAsMayBe = "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";

        assertThat(Metadata.fault(deep)).isEqualTo("is nested more than 32 deep");
        assertThat(Metadata.read(deep)).isEmpty();
        assertThat(Metadata.fault(asDeepAsMayBe)).isNull();
        assertThat(Metadata.fault("{\"[[" + "[".repeat(40) + "\\\"{{\":1}")).isNull();
    }

    @Test
    void aTimeIsWrittenAsJsonDoesItAndReadAsText() {
        String written = Metadata.write(new JsonObject().put("since", Instant.EPOCH));

        assertThat(Metadata.read(written)).hasValue(new JsonObject().put("since", "1970-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "url",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{}]",
                "{",
                "{}{}",
                "{} x",
                "{'a':1}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":NaN}",
                "\uFEFF{}",
                "<xml/>"
            })
    void textThatIsNoObjectIsFaultyAndNotRead(String text) {
        assertThat(Metadata.fault(text)).isEqualTo("is no JSON object");
        assertThat(Metadata.read(text)).isEmpty();
    }

    @Test
    void textTooLargeIsFaultyWhateverItIs() {
        String inBytes = new JsonObject().put("a", "ü".repeat(1_021)).encode();
        for (String text : new String[] {" ".repeat(2_049), "{\"a\":\"" + "x".repeat(2_048) + "\"}", inBytes}) {
            assertThat(Metadata.fault(text)).isEqualTo("is larger than 2048 bytes");
            assertThat(Metadata.read(text)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1e999999}",
                "{\"a\":-1E-999999}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\u0000\"}",
                " {\"ü\" : \"日本\"}\n"
            })
    void oddTextThatIsAnObjectCanBeToldOn(String text) {
        assertThat(Metadata.fault(text)).isNull();
        JsonObject object = Metadata.read(text).orElseThrow();
        assertThat(new JsonObject(object.copy().encode()).fieldNames()).isEqualTo(object.fieldNames());
    }

    @Test
    void numbersOfTooManyDigitsAreNoObject() {
        assertThat(Metadata.fault("{\"a\":" + "9".repeat(2_000) + "}")).isEqualTo("is no JSON object");
    }

    @Test
    void eachReaderHasAnObjectOfItsOwn() {
        String text = "{\"a\":1}";

        Metadata.read(text).orElseThrow().put("a", 2);

        assertThat(Metadata.read(text)).hasValue(new JsonObject().put("a", 1));
    }
}
