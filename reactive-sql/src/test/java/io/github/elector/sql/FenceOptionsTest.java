// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import org.junit.jupiter.api.Test;

/** What fences are made from, and what they refuse to be made from. */
class FenceOptionsTest {
    @Test
    void fenceIsOnTheDatabaseOfTheUri() {
        assertThat(Fence.of(new SqlStoreOptions().setUri("postgresql://u:secret@h/d")))
                .isNotNull();
        assertThat(Fence.of(new SqlStoreOptions().setUri("MariaDB://u:secret@h/d")))
                .isNotNull();
    }

    @Test
    void withoutADatabaseItSaysWhatIsMissingAndNoPassword() {
        assertThatThrownBy(() -> Fence.of(new SqlStoreOptions()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no uri");
        assertThatThrownBy(() -> Fence.of(new SqlStoreOptions().setUri("mongodb://u:secret@h/d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mongodb://h")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Fence.mysql(new SqlStoreOptions()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no uri");
        assertThatThrownBy(() -> Fence.mysql(new SqlStoreOptions().setUri("mysql://u:secret@h")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no database")
                .hasMessageNotContaining("secret");
    }

    @Test
    void tableOfFencesNeedsANameThatIsOne() {
        assertThatThrownBy(() -> FenceTable.postgres("x; DROP TABLE y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the fence table");
        assertThatThrownBy(() -> FenceTable.mysql("leader_fences"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("database.table");
    }

    @Test
    void sessionOfNoElectorIsNotWrittenIntoAStatement() {
        TermId hostile = new TermId(new ComponentName("billing"), 1, new SessionId("x'/**/OR/**/1=1--"));

        assertThatThrownBy(() -> FenceText.naming(hostile, "{holder}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session of no elector");
        assertThat(FenceText.naming(
                        new TermId(new ComponentName("a.b_c:d/e-f"), 7, new SessionId("node~0f")),
                        "{component} {term} {holder}"))
                .isEqualTo("'a.b_c:d/e-f' 7 'node~0f'");
    }
}
