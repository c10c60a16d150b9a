// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URI of MySQL or MariaDB may say, and which ones name the same leases. */
class MysqlUriTest {
    private static final String SECRET = "s3cr3t";
    private static final String PLAIN = "mysql://host:3306/db";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://user:s3cr3t@host:notaport/db",
                "mysql://user:s3cr3t:s3cr3t@host/db",
                "mysql://user:s3cr3t#1@host/db",
                "mysql://user:s3cr3t?x@host/db",
                "mysql://user:s3cr3t/x@host/db",
                "mysql://user:s3cr3t@x@host/db",
                "mysql://user:%zz-s3cr3t@host/db",
                "mysql://:s3cr3t@host/db",
                "mariadb://host/db?password=s3cr3t&broken",
                "mysql:user:s3cr3t@host/db",
                "mysql://host:99999/db?password=s3cr3t",
                "mysql://user:s3cr3t@host",
                "mysql://user:s3cr3t@host/",
                "mysql://user:s3cr3t@host/a%60b",
                "mysql://user:s3cr3t@host/db?sslMode=s3cr3t",
                "mysql://user:1?s3cr3t=@host/db"
            })
    void uriThatCannotWorkIsRefusedWithoutItsPassword(String uri) {
        Vertx vertx = Vertx.vertx();
        try {
            Throwable refusal = catchThrowable(() -> SqlLeaseStore.mysql(vertx, config(uri, new JsonObject())));

            assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("store uri m");
            assertThat(everythingItSays(refusal)).doesNotContain(SECRET);
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    @Test
    void missingDatabaseIsSaid() {
        assertThatThrownBy(() -> identity("mysql://user@host"))
                .hasMessage("store uri mysql://host names no database: write it as"
                        + " mysql://user:password@host:3306/database, with special characters percent-encoded");
    }

    @Test
    void portThatIsNoneIsNamed() {
        for (String port : new String[] {"0", "99999"}) {
            assertThatThrownBy(() -> identity("mysql://user:s3cr3t@host:" + port + "/db"))
                    .hasMessage("store uri mysql://host:" + port + "/db is no MySQL uri: port " + port
                            + " is none, there are 1 to 65535; write it as mysql://user:password@host:3306/database,"
                            + " with special characters percent-encoded");
        }
    }

    @Test
    void optionThatWouldHaveNoEffectIsRefusedWithThoseThatHave() {
        assertThatThrownBy(() -> identity("mysql://user@host/db?ssl-mode=REQUIRED"))
                .hasMessage(
                        "store uri mysql://host/db has options the MySQL client does not know, so they would have no"
                                + " effect: correct or remove them; known are host, port, socket, user, password, schema and"
                                + " useAffectedRows; TLS is asked for by tls of the store");
    }

    @Test
    void countsMeanTheSameWhateverTheUriSays() {
        assertThat(MysqlSettings.of(config(PLAIN + "?useAffectedRows=true", new JsonObject()))
                        .options()
                        .isUseAffectedRows())
                .isFalse();
    }

    @Test
    void textFormDoesNotShowThePassword() {
        assertThat(MysqlSettings.of(config("mysql://user:s3cr3t@Host/db", new JsonObject())))
                .hasToString("MysqlSettings[host:3306/db]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb://host:3306/db",
                "MySQL://host:3306/db",
                "mysql://HOST/db",
                "mysql://user:s3cr3t@host/db",
                "mysql://another:s3cr3t@host/db?useAffectedRows=true",
                "mysql://elsewhere:1/nothing?host=host&port=3306&schema=db&password=s3cr3t"
            })
    void spellingsOfOneDatabaseAreTheSameLeases(String uri) {
        assertThat(identity(uri)).isEqualTo(identity(PLAIN)).doesNotContain(SECRET, "user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://another/db", "mysql://host:3307/db", "mysql://host/other", "mysql://host/DB"})
    void anotherHostPortOrDatabaseHoldsOtherLeases(String uri) {
        assertThat(identity(uri)).isNotEqualTo(identity(PLAIN));
    }

    @Test
    void whatCountsIsTheTableOfLeasesWithItsDatabase() {
        assertThat(identity(PLAIN, new JsonObject().put("leasesTable", "db.leader_leases")))
                .isEqualTo(identity(PLAIN));
        assertThat(identity(PLAIN, new JsonObject().put("sessionsTable", "others")))
                .isEqualTo(identity(PLAIN));
        assertThat(identity(PLAIN, new JsonObject().put("leasesTable", "a.leader_leases")))
                .isNotEqualTo(identity(PLAIN));
        // Two tables on most platforms.
        assertThat(identity(PLAIN, new JsonObject().put("leasesTable", "Leader_Leases")))
                .isNotEqualTo(identity(PLAIN));
    }

    private static String identity(String uri) {
        return identity(uri, new JsonObject());
    }

    private static String identity(String uri, JsonObject options) {
        return LeaseStoreProvider.identityOf(config(uri, options));
    }

    private static StoreConfig config(String uri, JsonObject options) {
        return new StoreConfig(uri, options, "test", 1_000_000_000);
    }

    private static String everythingItSays(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
