// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000b", "\ud800"})
    void meshUnderWhichNothingCanBeStoredIsRefused(String mesh) {
        assertThatThrownBy(() -> new Registry(mesh, "localhost:2181"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the mesh of a resource must ");
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 10_000})
    void meshThatIsTooLongIsRefused(int length) {
        assertThatThrownBy(() -> new Registry("m".repeat(length), "localhost:2181"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the mesh of a resource must have 1 to 128 bytes, not " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:port", "localhost:99999", "me:secret@host:port"})
    void addressThatIsNoneIsRefusedAndNotRepeated(String address) {
        assertThatThrownBy(() -> Registry.checkAddress("--zookeeper", address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--zookeeper must be host:port, several with commas: write it as localhost:2181");
    }
}
