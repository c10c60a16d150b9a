// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a console listens. */
class ConsoleAddressTest {
    @ParameterizedTest
    @CsvSource({
        "8080, 127.0.0.1, 8080, true",
        "0, 127.0.0.1, 0, true",
        "localhost:1, localhost, 1, true",
        "127.9.9.9:1, 127.9.9.9, 1, true",
        "[::1]:8080, ::1, 8080, true",
        "0.0.0.0:8080, 0.0.0.0, 8080, false",
        "[::]:8080, ::, 8080, false",
        "console.example.com:443, console.example.com, 443, false",
        "127.0.0.1.example.com:443, 127.0.0.1.example.com, 443, false"
    })
    void isAPortOfTheLoopbackInterfaceUnlessToldOtherwise(String text, String host, int port, boolean loopback) {
        ConsoleAddress address = ConsoleAddress.parse(text);

        assertThat(address).isEqualTo(new ConsoleAddress(host, port));
        assertThat(address.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "65536",
                "99999",
                "999999",
                "::1",
                ":8080",
                "a b:1",
                "http://localhost:8080",
                "1:2:3"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> ConsoleAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("console");
    }

    @Test
    void repeatsNoSecretThatWasPutThereByMistake() {
        assertThatThrownBy(() -> ConsoleAddress.parse("postgresql://me:hush-hush-9@host/db"))
                .hasMessageNotContaining("hush-hush-9");
    }
}
