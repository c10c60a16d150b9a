// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/failures.md names tests that exist, all codes that are told apart, and their kinds. */
class FailuresPageTest {
    private static final Path PAGE = Path.of("../docs/failures.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9A-Z, ]+) \\| ([a-z ]+) \\|");

    @Test
    void everyNamedTestExists() throws IOException {
        Matcher named = Pattern.compile("`(\\w+Test)\\.(\\w+)`").matcher(Files.readString(PAGE));
        int count = 0;
        while (named.find()) {
            count++;
            Path file = Path.of("src/test/java/io/github/elector/sql", named.group(1) + ".java");
            assertThat(file).content().contains("void " + named.group(2) + "(");
        }

        assertThat(count).isGreaterThan(60);
    }

    @Test
    void kindsOfPostgresAreThoseOfThePage() throws IOException {
        Map<String, Kind> page = kinds("## PostgreSQL");

        assertThat(page).containsKeys(codes("PostgresFailureCodes", "\"(\\w{5})\""));
        assertSame(page, state -> new PostgresFailureCodes().kind(new PgException("", "ERROR", state, "")));
    }

    @Test
    void kindsOfMysqlAreThoseOfThePage() throws IOException {
        Map<String, Kind> page = kinds("## MySQL and MariaDB");

        assertThat(page).containsKeys(codes("MysqlFailureCodes", "\\b(\\d{4})[,)]"));
        assertSame(page, code -> new MysqlFailureCodes().kind(new MySQLException("", Integer.parseInt(code), "HY000")));
    }

    private static void assertSame(Map<String, Kind> page, Function<String, Kind> kind) {
        Map<String, Kind> found = new TreeMap<>(page);
        found.replaceAll((code, written) -> kind.apply(code));
        assertThat(found).isEqualTo(page);
    }

    private static Map<String, Kind> kinds(String heading) throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf(heading) + heading.length());
        Map<String, Kind> kinds = new TreeMap<>();
        ROW.matcher(section.split("\n## ", 2)[0])
                .results()
                .forEach(row -> Arrays.stream(row.group(1).split(", "))
                        .forEach(code -> kinds.put(
                                code,
                                Kind.valueOf(
                                        row.group(2).toUpperCase(Locale.ROOT).replace(' ', '_')))));
        return kinds;
    }

    /** The codes the class tells apart, as its source has them. */
    private static String[] codes(String type, String pattern) throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/github/elector/sql", type + ".java"));
        return Stream.of(source)
                .flatMap(text -> Pattern.compile(pattern).matcher(text).results())
                .map(found -> found.group(1))
                .toArray(String[]::new);
    }
}
