// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.ProgramJvm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProviderTest {
    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void addressThatIsNoneEndsItWith2AndOneLine() throws Exception {
        start("20880", "host:port");

        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(errors()).singleElement().asString().contains("--zookeeper must be host:port");
    }

    @Test
    void portOutOfRangeEndsItWith2AndOneLine() throws Exception {
        start("99999", "localhost:2181");

        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(errors()).singleElement().asString().contains("-Ddubbo.port (99999) must be between 1 and 65535");
    }

    private void start(String port, String zookeeper) throws Exception {
        List<String> jvm = List.of(
                "-XX:TieredStopAtLevel=1",
                "-Ddubbo.application=shop",
                "-Ddubbo.mesh=east",
                "-Ddubbo.host=127.0.0.1",
                "-Ddubbo.port=" + port);
        process = ProgramJvm.of(jvm, List.of("provider", "--zookeeper", zookeeper))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> errors() throws Exception {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
