// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a binary log, by the format of that log; each is one of its own. */
class MysqlBinaryLogTest {
    @ParameterizedTest
    @ValueSource(strings = {"ROW", "MIXED"})
    void formatsThatCanLogRowsTakeWhatAnElectorWrites(String format) {
        try (EmbeddedMariaDbServer server = logging(format);
                MysqlStores stores = new MysqlStores(server)) {
            LeaseStore store = stores.prepared();

            assertThat(granted(store, opened(store), BILLING).number()).isPositive();
        }
    }

    @Test
    void formatStatementRefusesItAndTheMessageSaysWhy() {
        try (EmbeddedMariaDbServer server = logging("STATEMENT");
                MysqlStores stores = new MysqlStores(server)) {
            LeaseStore store = stores.prepared();

            LeaseStoreException refusal = (LeaseStoreException)
                    failure("the opening", store.open(TestStores.opening(TestStores.freshSession())));

            assertThat(refusal.kind()).isEqualTo(Kind.REJECTED);
            assertThat(refusal).hasMessageContaining("[1665, ").hasMessageContaining("BINLOG_FORMAT = STATEMENT");
        }
    }

    private static EmbeddedMariaDbServer logging(String format) {
        return new EmbeddedMariaDbServer(List.of("--skip-ssl", "--log-bin=binlog", "--binlog-format=" + format));
    }
}
