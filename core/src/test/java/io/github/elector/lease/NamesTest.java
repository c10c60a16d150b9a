// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a'b",
                "a\"b",
                "a;b",
                "a\\b",
                "a\u0000b",
                "a\nb",
                "a\tb",
                "\u202Eadmin",
                "a\u200Bb",
                "über",
                "\u0430dmin",
                "leader\uD83D\uDC51",
                "a\uD83D",
                "\uDC51a",
                "a*",
                "a%b",
                "a`b"
            })
    void hostileNameIsRefusedAndNotRepeatedInTheMessage(String name) {
        assertThatThrownBy(() -> new ComponentName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("component name")
                .hasMessageContaining("use only A-Z a-z 0-9 . _ : / -")
                .message()
                .matches("[\\x20-\\x7e…]+");
    }

    @Test
    void messageNamesTheCharacterAndWhereItIs() {
        assertThatThrownBy(() -> new NodeName("ab\uD83D\uDC51"))
                .hasMessageContaining("node name 'ab…'")
                .hasMessageContaining("U+1F451 at position 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://u:hunter2@h/d", "u:hunter2@h", "u/hunter2@h", "//u:hunter2@h", "u hunter2"})
    void nothingIsShownFromWhereAPasswordMayStand(String name) {
        assertThatThrownBy(() -> new ComponentName(name)).message().doesNotContain("hunter2");
        assertThatThrownBy(() -> new NodeName(name)).message().doesNotContain("hunter2");
    }

    @Test
    void uriThatIsOnlyTooLongIsShownAsItsScheme() {
        assertThatThrownBy(() -> new ComponentName("postgresql://u:hunter2/" + "x".repeat(120)))
                .hasMessageStartingWith("component name 'postgresql…' has 143 characters");
    }

    @Test
    void emptyOrMissingNameIsRefused() {
        assertThatThrownBy(() -> new ComponentName("")).hasMessageContaining("component name is empty");
        assertThatThrownBy(() -> new ComponentName(null)).hasMessageContaining("component name is empty");
        assertThatThrownBy(() -> new NodeName("")).hasMessageContaining("node name is empty");
    }

    @Test
    void nameOf128CharactersIsTheLongest() {
        assertThat(new ComponentName("x".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new ComponentName("x".repeat(129)))
                .hasMessageContaining("has 129 characters: shorten it to 128")
                .hasMessageContaining("x…");
    }

    @Test
    void namesThatDifferInCaseAreDifferent() {
        assertThat(new ComponentName("billing")).isNotEqualTo(new ComponentName("Billing"));
    }

    @Test
    void longestNodeNameStillMakesASessionId() {
        SessionId id = SessionId.of(new NodeName("n".repeat(128)), "r".repeat(40));

        assertThat(id.node()).isEqualTo("n".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u0000", "é", "\uD83D\uDC51"})
    void sessionIdThatIsNotPrintableAsciiIsRefused(String value) {
        assertThatThrownBy(() -> new SessionId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nodeOfASessionIdFromElsewhereIsWhateverCanBeSaid() {
        assertThat(new SessionId("a~b~c").node()).isEqualTo("a~b");
        assertThat(new SessionId("plain").node()).isEqualTo("plain");
        assertThat(new SessionId("~x").node()).isEqualTo("~x");
    }

    @Test
    void negativeTermIsRefusedByName() {
        assertThatThrownBy(() -> new TermId(new ComponentName("billing"), -1, new SessionId("s~1")))
                .hasMessage("term -1 of component 'billing' is negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://u:hunter2@h/d", "u:hunter2@h", "x?password=hunter2", "a\nb", "a\u202eb", "ｂ"})
    void ofWhatIsNotPlainOnlyTheBeginningIsShown(String text) {
        assertThat(Shown.text(text)).doesNotContain("hunter2").matches("[A-Za-z0-9]*…");
    }

    @Test
    void ofWhatIsLongOnlyTheBeginningIsShown() {
        assertThat(Shown.text("x".repeat(10_000_000))).isEqualTo("x".repeat(128) + "…");
        assertThat(Shown.text("com.acme.Outer$Billing")).isEqualTo("com.acme.Outer$Billing");
    }
}
