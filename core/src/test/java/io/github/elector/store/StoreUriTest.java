// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:hush@db:5432/app",
                "postgresql://me:hu@hush@db/app",
                "postgresql://hush@db/app",
                "postgresql://db/app?password=hush",
                "postgresql://db/app?user=me&password=hush#x",
                "postgresql://db/app#hush",
                "postgresql://me:hush?x@db/app",
                "postgresql://me:x?hush@db/app",
                "postgresql://me:hush#x@db/app",
                "postgresql://me:x#hush@db/app",
                "postgresql://me:hush/x@db/app",
                "me:hush@db",
                "hush@db",
                "//me:hush@db"
            })
    void secretsAreGone(String uri) {
        assertThat(StoreUri.withoutSecrets(uri)).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://db:5432/app", "memory:name"})
    void uriWithoutSecretsIsShownWhole(String uri) {
        assertThat(StoreUri.withoutSecrets(uri)).isEqualTo(uri);
    }

    @Test
    void controlCharactersDoNotReachALog() {
        assertThat(StoreUri.withoutSecrets("memory:a\nb\u202Ec\u0000")).matches("memory:[\\x21-\\x7e…]*");
    }

    @Test
    void schemeIsLowerCase() {
        assertThat(StoreUri.scheme("PostgreSQL://db")).isEqualTo("postgresql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "://db", "host/with:colon", "pass word:x", "a\u0000:b", "hush"})
    void uriWithoutASchemeIsRefusedWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> StoreUri.scheme(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("store uri has no scheme: write it as postgresql://user@host:5432/database or memory:name");
    }
}
