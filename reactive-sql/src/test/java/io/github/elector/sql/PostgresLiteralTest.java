// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server reads back what was written, whoever wrote it and for whatever purpose. */
class PostgresLiteralTest {
    private static final long SEED = 8_150_177L;

    private final TestStores stores = new TestStores();

    @AfterEach
    void close() {
        stores.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void textsComeBackAsTheyWereWhateverTheServerThinksOfBackslashes(String conforming) {
        PgConnection connection = stores.connection();
        String settings = "SET standard_conforming_strings = " + conforming + "; SET escape_string_warning = off";
        await("the setting", connection.query(settings).execute());
        List<String> texts = hostileTexts();

        String sql = texts.stream()
                .map(text -> PostgresLiteral.of(text) + "::text")
                .collect(Collectors.joining(" UNION ALL SELECT ", "SELECT ", ""));
        List<String> back = await("the texts", connection.query(sql).execute().map(PostgresLiteralTest::firstColumn));

        assertThat(back).isEqualTo(texts);
    }

    @Test
    void arraysNumbersTruthsAndNullsComeBackAsTheyWere() {
        Row row = stores.server
                .execute("SELECT " + PostgresLiteral.of(new String[] {"a'b", null, "\\"}) + "::text[],"
                        + PostgresLiteral.of(new Long[] {Long.MIN_VALUE, null, Long.MAX_VALUE}) + "::bigint[],"
                        + PostgresLiteral.of(new Boolean[] {true, false}) + "::boolean[],"
                        + PostgresLiteral.of(new String[0]) + "::text[],"
                        + PostgresLiteral.of(-1L) + "::bigint - 1, " + PostgresLiteral.of(null) + "::text")
                .iterator()
                .next();

        assertThat(row.getArrayOfStrings(0)).containsExactly("a'b", null, "\\");
        assertThat(row.getArrayOfLongs(1)).containsExactly(Long.MIN_VALUE, null, Long.MAX_VALUE);
        assertThat(row.getArrayOfBooleans(2)).containsExactly(true, false);
        assertThat(row.getArrayOfStrings(3)).isEmpty();
        assertThat(row.getLong(4)).isEqualTo(-2);
        assertThat(row.getString(5)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "line\nfeed", "\u00e4", "\u2019", "\ud800", "\u007f"})
    void whatIsNotPrintableAsciiIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> PostgresLiteral.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no printable ASCII")
                .message()
                .doesNotContain(text);
    }

    @Test
    void valueOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> PostgresLiteral.of(1.5)).hasMessageContaining("java.lang.Double");
    }

    private static List<String> hostileTexts() {
        Random random = new Random(SEED);
        List<String> made = IntStream.range(0, 2_000)
                .mapToObj(i -> random.ints(random.nextInt(40), 0, 8)
                        .mapToObj(c -> "'\\$;-/E\"".substring(c, c + 1))
                        .collect(Collectors.joining()))
                .toList();
        List<String> all = new ArrayList<>(made);
        all.add(IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining()));
        all.add("'; DROP TABLE leader_leases; --");
        all.add("\\'; DROP TABLE leader_leases; --");
        return all;
    }

    private static List<String> firstColumn(Iterable<Row> rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
