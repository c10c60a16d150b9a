// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorVerticle;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code config.json} as it is shipped, but for the database and shorter times, under the launcher of Vert.x. */
@Timeout(120)
class JsonOnlyTest {
    private static final Path CONFIG = Path.of("src/main/resources/io/github/elector/examples/small/config.json");
    private static final String LAUNCHER = "io.vertx.launcher.application.VertxApplication";

    @TempDir
    Path folder;

    @Test
    void launcherRunsTheWorkOfTheLeaderAndHandsTheLeaseBackWhenItIsToldToStop() throws IOException {
        String uri = TestDatabases.postgres().freshDatabase();
        JsonObject config = new JsonObject(Files.readString(CONFIG));
        config.put("lease", 6_000).put("renew", 1_500).put("stop", 2_000);
        config.getJsonObject("store").put("uri", uri);
        Path file = Files.writeString(folder.resolve("config.json"), config.encode());

        try (Program program = Program.start(LAUNCHER, ElectorVerticle.class.getName(), "-conf", file.toString())) {
            program.await("leads, term");

            assertThat(program.terminate()).isEqualTo(Program.TERMINATED);

            assertThat(program.lines()).contains("leads no more");
        }
        assertThat(PostgresServer.execute(uri, "SELECT component, released FROM leader_leases"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getString("component")).isEqualTo("hello");
                    assertThat(row.getBoolean("released")).isTrue();
                });
    }
}
