// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/database.md says in JSON and SQL works; its code is checked with that of all pages. */
class DatabasePageTest {
    private static final Path PAGE = Path.of("..", "docs", "database.md");

    @Test
    void tableOfKeysIsComplete() throws IOException {
        TreeMap<String, String> documented = new TreeMap<>();
        found("(?m)^\\| `(\\w+)` \\| `?([^|`]*)`? \\| [^|]+\\|$")
                .forEach(row -> documented.put(row.group(1), row.group(2).strip()));

        JsonObject defaults = new SqlStoreOptions().toJson();
        JsonObject all = new SqlStoreOptions()
                .setUri("postgresql://host/db")
                .setTls(TlsOptions.of(TlsMode.VERIFY_FULL, null))
                .setCredentials("x")
                .toJson();

        assertThat(documented.keySet()).isEqualTo(new TreeSet<>(all.fieldNames()));
        defaults.forEach(
                option -> assertThat(documented.get(option.getKey())).isEqualTo(String.valueOf(option.getValue())));
    }

    @Test
    void modesAreThoseThereAre() throws IOException {
        assertThat(found("(?m)^\\| `([a-z-]+)` \\|[^|]*\\|[^|]*\\|[^|]*\\|$").map(row -> row.group(1)))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("mode"), Stream.of(TlsMode.values()).map(TlsMode::toString))
                        .toList());
    }

    @Test
    void everyJsonMakesAStore() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            CredentialsSupplier.register(vertx, "vault", request -> Future.succeededFuture());
            List<JsonObject> stores =
                    blocks("json").stream().map(JsonObject::new).toList();

            assertThat(stores)
                    .hasSize(4)
                    .allSatisfy(store -> assertThat(LeaseStoreProvider.find(
                                    vertx, new StoreConfig(store.getString("uri"), store, "test", 1_000_000_000)))
                            .isInstanceOf(SqlLeaseStore.class));
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    @Test
    void grantsAreEnoughOnPostgres() throws IOException {
        try (TestStores stores = new TestStores()) {
            String uri = stores.server.freshRole("pw");
            String grants = blocks("sql")
                    .get(0)
                    .replace("SCHEMA public", "SCHEMA " + stores.schema)
                    .replace("TO app", "TO " + PostgresServer.user(uri));
            PostgresServer.execute(stores.server.uri(), "SET search_path TO " + stores.schema + ";" + grants);

            TestStores.opened(stores.prepared(stores.store(uri, TestStores.TIMEOUT)));
        }
    }

    @Test
    void grantsAreEnoughOnMysql() throws IOException {
        try (MysqlStores stores = new MysqlStores()) {
            String uri = stores.server.freshUser("pw", stores.database);
            MysqlServer.execute(
                    stores.administratorUri(),
                    blocks("sql")
                            .get(1)
                            .replace("ON app.", "ON " + stores.database + ".")
                            .replace("'app'", "'" + MysqlStores.user(uri) + "'"));

            TestStores.opened(stores.prepared(stores.store(uri)));
        }
    }

    private static List<String> blocks(String language) throws IOException {
        return found("(?s)```" + language + "\n(.*?)```")
                .map(block -> block.group(1))
                .toList();
    }

    private static Stream<MatchResult> found(String pattern) throws IOException {
        return Pattern.compile(pattern).matcher(Files.readString(PAGE)).results();
    }
}
