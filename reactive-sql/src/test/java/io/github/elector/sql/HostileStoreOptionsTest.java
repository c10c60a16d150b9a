// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.LogbackEar;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.hostile.HostileJson;
import io.github.elector.testing.hostile.HostileText;
import io.github.elector.testing.hostile.HostileUri;
import io.github.elector.testing.hostile.Refusal;
import io.github.elector.testing.hostile.Secret;
import io.github.elector.testing.hostile.Trial;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Options, names of tables, URIs and hints that somebody made up, by the thousand: each is taken as it is, or refused by
 * the exception that was promised, in one short line that says what is wrong and never holds a password.
 */
@AsLongAsAsked
class HostileStoreOptionsTest {
    private static final List<String> SCHEMES =
            List.of("postgresql", "postgres", "PostgreSQL", "mysql", "mariadb", "MariaDB");
    private static final JsonObject OPTIONS = new SqlStoreOptions()
            .setUri("postgresql://user@host/db")
            .setTls(TlsOptions.of(TlsMode.VERIFY_FULL, "/etc/ca.pem"))
            .setCredentials("io.github.elector.sql.Missing")
            .toJson();

    @Test
    void whateverIsConfiguredIsTakenAsItIsOrRefusedInOneLineWithoutSecrets() {
        Vertx vertx = Vertx.vertx();
        try (Trial trial = new Trial("options, table names, URIs and hints of SQL stores", "no server");
                LogbackEar ear = new LogbackEar(trial.overheard())) {
            ear.listen();
            trial.overheard().in(vertx);
            trial.play("store options from JSON", 70, HostileStoreOptionsTest::options);
            trial.play("names of tables", 40, HostileStoreOptionsTest::tableName);
            trial.play("URIs of SQL stores", 120, random -> uri(random, vertx));
            trial.play("stores made from options", 20, random -> store(random, vertx));
            trial.play("hints from the database", 30, HostileStoreOptionsTest::hint);
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    private static boolean options(Random random) {
        SqlStoreOptions options;
        try {
            options = new SqlStoreOptions(HostileJson.mutated(random, OPTIONS));
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "");
            return false;
        }
        JsonObject again = new SqlStoreOptions(options.toJson()).toJson();
        assertThat(again).isEqualTo(options.toJson());
        assertThat(Secret.TOKEN.isIn(options.toString())).isFalse();
        return true;
    }

    private static boolean tableName(Random random) {
        String text = random.nextBoolean()
                ? HostileText.any(random)
                : HostileText.any(random) + "." + HostileText.name(random, random.nextInt(70));
        TableNaming naming = random.nextBoolean() ? TableNaming.POSTGRES : TableNaming.mysql("db");
        TableName name;
        try {
            name = naming.name("leasesTable", text);
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "leasesTable");
            return false;
        }
        assertThat(name.quoted()).matches("([\"`])[A-Za-z0-9_]{1,63}\\1\\.\\1[A-Za-z0-9_]{1,63}\\1");
        return true;
    }

    /** A store is made without connecting; what it says of itself is searched too. */
    private static boolean uri(Random random, Vertx vertx) {
        String uri = HostileUri.of(random, SCHEMES.get(random.nextInt(SCHEMES.size())));
        return made(vertx, new StoreConfig(uri, new JsonObject().put("uri", uri), "test", 1_000_000_000));
    }

    private static boolean store(Random random, Vertx vertx) {
        JsonObject options = HostileJson.mutated(random, OPTIONS);
        String uri = SCHEMES.get(random.nextInt(SCHEMES.size())) + "://user:" + Secret.TOKEN + "@host/db";
        return made(vertx, new StoreConfig(uri, options, HostileText.small(random), random.nextLong()));
    }

    private static boolean made(Vertx vertx, StoreConfig config) {
        try {
            LeaseStoreProvider.identityOf(config);
            await("the close of a store", LeaseStoreProvider.find(vertx, config).close());
        } catch (RuntimeException refusal) {
            Refusal.check(refusal, IllegalArgumentException.class, "");
            return false;
        }
        return true;
    }

    /** What is not understood is a hint to look. */
    private static boolean hint(Random random) {
        String text = HostileText.small(random);
        for (int i = random.nextInt(5); i > 0; i--) {
            text = text + " " + (random.nextBoolean() ? HostileText.small(random) : Long.toString(random.nextLong()));
        }
        Hint hint = HintText.parse(text).hint();
        return hint.released() != null;
    }
}
