// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.Generation;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import org.junit.jupiter.api.Test;

class BenchmarkDatabaseTest {
    @Test
    void whatNamesNoDatabaseIsRefused() {
        assertThatThrownBy(() -> BenchmarkDatabase.of("postgres"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'postgres'")
                .hasMessageContaining("env:NAME");
    }

    @Test
    void aVariableThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> BenchmarkDatabase.of("env:ELECTOR_NO_SUCH_VARIABLE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ELECTOR_NO_SUCH_VARIABLE");
    }

    /** As the fixture starts it: without fsync. */
    @Test
    void aServerWithoutFsyncIsRefused() {
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer()) {
            assertThatThrownBy(() -> BenchmarkDatabase.of(server.uri()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fsync = off");
        }
    }

    /** And on it the store and what it is compared with do what they say, for a moment. */
    @Test
    void theEmbeddedServerIsDurableAndHasWhatIsMeasured() {
        try (SqlBed bed = SqlBed.on(BenchmarkDatabase.EMBEDDED_POSTGRES, 2, 3)) {
            Window window = bed.window(2);
            Generation generation = bed.store().generation();

            window.run(64, lane -> bed.store().heartbeat(lane));
            window.run(
                    64,
                    lane -> bed.store()
                            .look(StoreBed.parts(bed.store().holder(lane).components())));
            window.run(64, lane -> bed.store().releaseAndAcquire(lane, generation));
            window.run(
                    64,
                    lane -> bed.raw()
                            .run(bed.raw().heartbeat(bed.store().holder(lane).session()))
                            .onSuccess(rows -> assertThat(rows.size()).isEqualTo(3)));
        }
    }
}
