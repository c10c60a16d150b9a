// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.CapturedLogs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowComplaintsTest {
    private static final String BILLING = "component 'billing'";

    private final RowComplaints complaints = new RowComplaints(3);
    private final CapturedLogs logs = new CapturedLogs();

    @AfterEach
    void stopListening() {
        logs.close();
    }

    @Test
    void rowThatStaysAsItIsIsSaidOnce() {
        for (int look = 0; look < 100; look++) {
            look(BILLING, "term is -5");
        }

        assertThat(lines()).containsExactly("SEVERE term is -5");
    }

    @Test
    void rowThatChangesIsSaidAgain() {
        look(BILLING, "term is -5");
        look(BILLING, "term is -6");
        look(BILLING, "term is -6");

        assertThat(lines()).containsExactly("SEVERE term is -5", "SEVERE term is -6");
    }

    @Test
    void twoRowsAreToldApart() {
        look(BILLING, "term is -5");
        look("component 'search'", "term is -5");

        assertThat(lines()).hasSize(2);
    }

    @Test
    void rowThatWasNotSeenForAFewLooksIsNotSaidAgain() {
        look(BILLING, "term is -5");
        looksWithoutComplaint(RowComplaints.FORGOTTEN_AFTER - 1);
        look(BILLING, "term is -5");

        assertThat(lines()).hasSize(1);
    }

    @Test
    void rowThatWasRepairedAndBrokenAgainIsSaidAgain() {
        look(BILLING, "term is -5");
        looksWithoutComplaint(RowComplaints.FORGOTTEN_AFTER);
        look(BILLING, "term is -5");

        assertThat(lines()).hasSize(2);
    }

    @Test
    void rowsBeyondAllMeasureAreSaidInOneLine() {
        for (int look = 0; look < 2; look++) {
            for (int row = 0; row < 6; row++) {
                complaints.hear("session 's" + row + "'", "lease of 0 ms");
            }
            complaints.lookEnds();
        }

        assertThat(lines()).hasSize(3 + 1).last().asString().contains("more than 3 rows");
    }

    private void look(String what, String complaint) {
        complaints.hear(what, complaint);
        complaints.lookEnds();
    }

    private void looksWithoutComplaint(int count) {
        for (int look = 0; look < count; look++) {
            complaints.lookEnds();
        }
    }

    private List<String> lines() {
        return logs.lines();
    }
}
