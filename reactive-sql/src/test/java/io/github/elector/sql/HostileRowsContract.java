// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.LogbackEar;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.hostile.HostileText;
import io.github.elector.testing.hostile.Trial;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Rows that somebody edited, by the hundred, and names of every kind, on a real server: what is read is a sight or a
 * complaint in one line and never a failure, what is taken is what was free, nothing else is written, and a table that
 * belongs to nobody stays as it is.
 */
abstract class HostileRowsContract {
    private static final int ROWS = 25;

    /** Closed after the test. */
    abstract Ground ground();

    /** Tables without constraints, on one kind of server. */
    interface Ground extends AutoCloseable {
        String server();

        Vertx vertx();

        /** With tables whose columns may hold whatever their type can. */
        LeaseStore store();

        /** Literals that a column of leases can hold, the worst there are. */
        List<String> values(String column);

        /** A text as a literal, or null if this database has no such text. */
        String literal(String text);

        /** Literals of a lease row: component, holder, term, released, generation. */
        String lease(List<String> literals);

        /** Literals of a session row: id, version, closed, lease, interval, last heartbeat. */
        String session(List<String> literals);

        void execute(String sql);

        /** What a count or another single number comes to. */
        long number(String sql);

        @Override
        void close();
    }

    @Test
    void whateverStandsInTheRowsIsReadAndOnlyWhatIsFreeIsTaken() {
        try (Ground ground = ground();
                Trial trial = new Trial(
                        "rows that somebody edited, " + ROWS + " of each table in a case, and names", ground.server());
                LogbackEar ear = new LogbackEar(trial.overheard())) {
            ear.listen();
            trial.overheard().in(ground.vertx());
            LeaseStore store = ground.store();
            ground.execute("CREATE TABLE canary (said varchar(100))");
            ground.execute("INSERT INTO canary VALUES ('alive')");
            trial.play("rows of leases and of sessions", 2, random -> rows(random, ground, store));
            trial.play("names there and back", 2, random -> names(random, ground, store));
            if (ground.number("SELECT count(*) FROM canary WHERE said = 'alive'") != 1) {
                trial.violated("the canary is dead");
            }
        }
    }

    /** Whether all of the rows were such that an elector could have written them. */
    private static boolean rows(Random random, Ground ground, LeaseStore store) {
        List<String> script = new ArrayList<>();
        ground.execute("DELETE FROM leader_leases; DELETE FROM leader_sessions");
        SessionId own = TestStores.opened(store);
        List<String> holders = new ArrayList<>(List.of("'" + own + "'", "'gone~1'"));
        for (int i = 0; i < ROWS; i++) {
            String id = i == 0 ? "'two words'" : "'s" + i + "~1'";
            holders.add(id);
            script.add(ground.session(List.of(
                    id,
                    value(random, ground, "version"),
                    value(random, ground, "closed"),
                    value(random, ground, "lease_millis"),
                    value(random, ground, "renew_millis"),
                    value(random, ground, "renewed_at"))));
        }
        List<ComponentName> names = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            names.add(new ComponentName("c" + i));
            script.add(ground.lease(List.of(
                    "'c" + i + "'",
                    random.nextInt(3) == 0
                            ? value(random, ground, "holder")
                            : holders.get(random.nextInt(holders.size())),
                    value(random, ground, "term"),
                    value(random, ground, "released"),
                    value(random, ground, "generation"))));
        }
        ground.execute(String.join(";\n", script));

        StoreAnswer.Looked looked =
                await("the look", store.look(new LookRequest(names, Set.of(own, new SessionId("s1~1")))));
        List<Claim> claims = new ArrayList<>();
        for (ComponentName name : names) {
            LeaseSight sight = looked.leases().get(name);
            if (sight instanceof LeaseSight.Poisoned poisoned) {
                assertThat(poisoned.complaint())
                        .startsWith("component '" + name + "' is led by nobody until its row is repaired: column ")
                        .matches("[\\x20-\\x7e…]*")
                        .hasSizeLessThan(700);
            } else {
                TermId seen = ((LeaseSight.Row) sight).lease().term();
                claims.add(new Claim(name, seen, looked.server().generation(), -1));
            }
        }
        for (SessionSight sight : looked.sessions().values()) {
            assertThat(sight.leaseMillis()).isPositive();
            assertThat(sight.renewMillis()).isPositive();
        }
        StoreAnswer.Heartbeat beat = await("the heartbeat", store.heartbeat(own));
        assertThat(beat).isInstanceOf(StoreAnswer.Beat.class);

        List<StoreAnswer.Acquired> answers =
                claims.isEmpty() ? List.of() : await("the acquire", store.acquire(new AcquireRequest(own, claims)));
        Set<TermId> granted = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            TermId seen = claims.get(i).seen();
            assertThat(answers.get(i))
                    .as("the answer to the claim of %s", seen)
                    .isInstanceOf(StoreAnswer.Granted.class);
            TermId term = ((StoreAnswer.Granted) answers.get(i)).term();
            assertThat(term.number()).isGreaterThan(seen.number());
            granted.add(term);
        }
        StoreAnswer.Holdings held = ((StoreAnswer.Beat) await("the heartbeat", store.heartbeat(own))).holdings();
        assertThat(held.terms()).containsAll(granted);
        for (TermId term : granted) {
            assertThat(await("the release of " + term, store.release(term))).isTrue();
        }
        await("the close of the session", store.closeSession(own));
        assertThat(ground.number("SELECT count(*) FROM leader_leases")).isEqualTo(ROWS);
        assertThat(ground.number("SELECT count(*) FROM leader_sessions")).isEqualTo(ROWS + 1);
        return claims.size() == ROWS;
    }

    private static String value(Random random, Ground ground, String column) {
        List<String> values = ground.values(column);
        if ((column.equals("holder") || column.equals("generation")) && random.nextInt(2) == 0) {
            String literal = ground.literal(HostileText.small(random));
            return literal == null ? "NULL" : literal;
        }
        return values.get(random.nextInt(values.size()));
    }

    /** Every name that is accepted goes through SQL as it is; there is one row more of it, and none of anything else. */
    private static boolean names(Random random, Ground ground, LeaseStore store) {
        ComponentName name;
        try {
            name = new ComponentName(
                    random.nextInt(3) == 0
                            ? HostileText.any(random)
                            : HostileText.name(random, 1 + random.nextInt(128)));
        } catch (IllegalArgumentException refused) {
            return false;
        }
        SessionId session = TestStores.opened(store);
        long before = ground.number("SELECT count(*) FROM leader_leases");
        LeaseSight known = TestStores.lease(store, name);
        TermId term = known instanceof LeaseSight.Row row
                ? TestStores.taken(store, session, row.lease().term())
                : TestStores.granted(store, session, name);

        LeaseSight.Row seen = (LeaseSight.Row) TestStores.lease(store, name);
        assertThat(seen.lease().term()).isEqualTo(term);
        assertThat(term.component()).isEqualTo(name);
        assertThat(((StoreAnswer.Beat) await("the heartbeat", store.heartbeat(session)))
                        .holdings()
                        .terms())
                .containsExactly(term);
        assertThat(await("the release", store.release(term))).isTrue();
        assertThat(ground.number("SELECT count(*) FROM leader_leases"))
                .isEqualTo(before + (known instanceof LeaseSight.NoRow ? 1 : 0));
        await("the close of the session", store.closeSession(session));
        return true;
    }
}
