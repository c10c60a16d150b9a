// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TimesOptionTest {
    @ParameterizedTest
    @ValueSource(strings = {"3s", "30s", "24h"})
    void patienceOutlastsAFirstElectionAndATakeoverThatWaitForALeaseEach(String lease) {
        TimesOption times = CommandLine.populateCommand(new TimesOption(), "--lease=" + lease);

        Duration beyondLeases = times.patience().minus(times.lease()).minus(times.lease());

        assertThat(beyondLeases).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }
}
