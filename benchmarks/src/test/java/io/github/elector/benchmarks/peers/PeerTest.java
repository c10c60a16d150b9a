// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerTest {
    private static final Times SHORT = Times.of(Duration.ofSeconds(6));

    @Test
    void whoTakesNoShortLeaseGetsTheNearestAndSaysSo() {
        Times given = Peer.SHEDLOCK.nearest(SHORT);

        assertThat(given.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Peer.SHEDLOCK.settings(given).toString()).contains("30000 ms; 30 s is the least");
        assertThat(Peer.ELECTOR.nearest(SHORT)).isEqualTo(SHORT);
        assertThat(Peer.SPRING.nearest(SHORT)).isEqualTo(SHORT);
        assertThat(Peer.CURATOR.nearest(SHORT)).isEqualTo(SHORT);
    }

    @Test
    void shedLockRefusesALeaseItWouldNotKeepAlive() {
        ElectionListener nobody = new ElectionListener() {
            @Override
            public void elected(String component) {}

            @Override
            public void ended(String component) {}
        };

        assertThatThrownBy(() -> Peer.SHEDLOCK.open("postgresql://nowhere/db", SHORT, JdbcPool.SPRING_BOOTS, nobody))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6000 ms");
    }

    @Test
    void everyContenderHasSettingsToShow() {
        for (Peer peer : Peer.values()) {
            assertThat(peer.settings(peer.nearest(SHORT))).as(peer.title()).hasSizeGreaterThan(3);
            assertThat(Peer.of(peer.key())).isEqualTo(peer);
        }
        assertThat(Peer.contender(" Curator")).isEqualTo(Peer.CURATOR);
        assertThatThrownBy(() -> Peer.contender("zab"))
                .hasMessageContaining("zab")
                .hasMessageContaining("curator");
        assertThatThrownBy(() -> Peer.contender("floor")).hasMessageContaining("elector,shedlock,spring,curator");
    }

    @Test
    void timesThatCannotWorkAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new Times(second, second, second)).hasMessageContaining("PT1S");
        assertThatThrownBy(() -> Times.of(Duration.ofMillis(3))).hasMessageContaining("longer lease");
    }

    @Test
    void jdbcAsksForNoEncryptionWhateverElseTheUriSaysUnlessItSaysSo() {
        assertThat(query("application_name=a%26b"))
                .isEqualTo("application_name=a%26b&sslmode=disable&gssEncMode=disable");
        assertThat(query("sslmode=require")).isEqualTo("sslmode=require&gssEncMode=disable");
        assertThat(query("ssl=true&gssEncMode=prefer")).isEqualTo("ssl=true&gssEncMode=prefer");
    }

    private static String query(String given) {
        return JdbcPool.Login.of("postgresql://me@host/db?" + given).url().replaceFirst(".*[?]", "");
    }

    @Test
    void aUriIsReadAsTheVertxClientReadsIt() {
        JdbcPool.Login login = JdbcPool.Login.of("postgresql://me:secret@host/db");

        assertThat(login.url()).isEqualTo("jdbc:postgresql://host:5432/db?sslmode=disable&gssEncMode=disable");
        assertThat(login.user()).isEqualTo("me");
        assertThat(login.password()).isEqualTo("secret");
        assertThat(login.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> JdbcPool.Login.of("postgresql://me:the secret@host/db"))
                .hasMessageContaining("postgresql://host/db")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> JdbcPool.Login.of("mysql://me:secret@host/db"))
                .hasMessageContaining("mysql")
                .hasMessageNotContaining("secret");
    }
}
