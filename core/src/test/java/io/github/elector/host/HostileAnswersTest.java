// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.Hint;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.hostile.HostileText;
import io.github.elector.testing.hostile.Trial;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A host whose store answers nonsense, as from rows that somebody edited: it never throws, begins no term that was not
 * granted, begins none twice, and comes to its end when it is closed. One that only observes does nothing but look.
 */
@AsLongAsAsked
class HostileAnswersTest {
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);
    private static final int EVENTS = 80;
    private static final int MOST_COMMANDS = 50;
    /** What only looks and tells, and the end. */
    private static final Class<?>[] OBSERVING = {
        HostCommand.Look.class,
        HostCommand.ReportLeader.class,
        HostCommand.ReportStore.class,
        HostCommand.ReportRow.class,
        HostCommand.Retired.class,
        HostCommand.HostClosed.class
    };

    private static final long[] NUMBERS = {
        Long.MIN_VALUE, -1, 0, 1, 2, 99, 100, 10_000, 30_000, 86_400_000, 86_400_001, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };

    @Test
    void whateverTheStoreAnswersTheHostGoesOnAndBeginsOnlyWhatWasGranted() {
        try (Trial trial = new Trial("answers of the store, each case " + EVENTS + " events of a host", "")) {
            trial.play("hosts whose store answers nonsense", 60, random -> new Play(random).whole());
        }
    }

    @Test
    void whateverTheStoreAnswersAnObserverLooksAndTellsAndDoesNothingElse() {
        try (Trial trial = new Trial("answers of the store, each case " + EVENTS + " events of an observer", "")) {
            trial.play("observers whose store answers nonsense", 60, random -> new Play(random).observed());
        }
    }

    /** One host, from its start until it is closed. */
    private static final class Play {
        private final Random random;
        private final Host host;
        private final List<HostCommand> pending = new ArrayList<>();
        private final Set<TermId> granted = new HashSet<>();
        private final Set<TermId> begun = new HashSet<>();
        private final List<SessionId> sessions = new ArrayList<>(List.of(new SessionId("x~1"), new SessionId("y~2")));
        private final List<ComponentName> components =
                List.of(new ComponentName("a"), new ComponentName("b"), new ComponentName("c"));
        private long nanos;
        private int looks;
        private boolean observes;
        private boolean closed;

        Play(Random random) {
            this.random = random;
            this.nanos = random.nextInt(4) == 0 ? Long.MAX_VALUE - 20_000_000_000L : random.nextLong() / 4;
            this.host =
                    new Host(new NodeName("n"), TIMING, random.nextBoolean(), random.nextLong(), this::fresh, now());
        }

        /** Whether it has looked more than once. */
        boolean observed() {
            observes = true;
            host.observe();
            whole();
            return looks > 1;
        }

        boolean whole() {
            components.forEach(each -> run(host.join(each, now())));
            for (int i = 0; i < EVENTS; i++) {
                event();
            }
            close();
            return !begun.isEmpty();
        }

        private SessionId fresh() {
            SessionId id = new SessionId("n~" + sessions.size());
            sessions.add(id);
            return id;
        }

        private Moment now() {
            return new Moment(nanos, 1_700_000_000_000L + nanos / 1_000_000);
        }

        private void event() {
            nanos += random.nextInt(3) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(50_000_000);
            switch (random.nextInt(10)) {
                case 0, 1 -> run(host.tick(now()));
                case 2 -> {
                    OptionalLong wake = host.wakeAtNanos();
                    if (wake.isPresent()) {
                        nanos += Math.max(0, wake.getAsLong() - nanos);
                        run(host.tick(now()));
                    }
                }
                case 3 -> run(host.hint(random.nextBoolean() ? Hint.LOOK : new Hint(term(pick(components))), now()));
                default -> {
                    if (!pending.isEmpty()) {
                        answer(pending.remove(random.nextInt(pending.size())));
                    }
                }
            }
        }

        /** From now on the store and the work do what they should, and nothing may be left. */
        private void close() {
            run(host.close(now()));
            for (int i = 0; i < 400 && !closed; i++) {
                for (HostCommand command : List.copyOf(pending)) {
                    pending.remove(command);
                    conclude(command);
                }
                nanos += 500_000_000;
                run(host.tick(now()));
            }
            assertThat(closed).as("the host is closed").isTrue();
        }

        private void run(List<HostCommand> commands) {
            if (commands.size() > MOST_COMMANDS) {
                throw new AssertionError("one event makes the host do " + commands);
            }
            for (HostCommand command : commands) {
                if (command instanceof HostCommand.ReportBug bug) {
                    throw new AssertionError("a bug in the election of " + bug.component(), bug.bug());
                }
                if (command instanceof HostCommand.BeginTerm begin) {
                    assertThat(granted).as("what was granted").contains(begin.term());
                    assertThat(begun.add(begin.term()))
                            .as("%s begins once", begin.term())
                            .isTrue();
                }
                if (command instanceof HostCommand.ReportRow report) {
                    assertThat(report.complaint()).hasSizeLessThan(2_000);
                }
                looks += command instanceof HostCommand.Look ? 1 : 0;
                if (observes) {
                    assertThat(command).as("what an observer does").isInstanceOfAny(OBSERVING);
                }
                closed |= command instanceof HostCommand.HostClosed;
                pending.add(command);
            }
        }

        private void answer(HostCommand command) {
            if (random.nextInt(6) == 0) {
                fail(command);
            } else if (command instanceof HostCommand.OpenSession open) {
                run(host.opened(open.opening().id(), new StoreAnswer.Opened(server()), now()));
            } else if (command instanceof HostCommand.Heartbeat beat) {
                run(host.heartbeatAnswered(beat.session(), beat.attempt(), heartbeat(), now()));
            } else if (command instanceof HostCommand.Look look) {
                run(host.looked(look.number(), looked(look), now()));
            } else if (command instanceof HostCommand.Acquire acquire) {
                run(host.acquired(
                        acquire.asks(),
                        acquire.asks().stream()
                                .map(ask -> acquired(acquire, ask))
                                .toList(),
                        now()));
            } else {
                conclude(command);
            }
        }

        private void fail(HostCommand command) {
            if (command instanceof HostCommand.OpenSession open) {
                run(host.openFailed(open.opening().id(), now()));
            } else if (command instanceof HostCommand.Heartbeat beat) {
                run(host.heartbeatFailed(beat.session(), beat.attempt(), now()));
            } else if (command instanceof HostCommand.Look look) {
                run(host.lookFailed(look.number(), now()));
            } else if (command instanceof HostCommand.Expire expire) {
                run(host.expireFailed(expire.silence().session(), expire.attempt(), now()));
            } else if (command instanceof HostCommand.Acquire acquire) {
                run(host.acquireFailed(acquire.asks(), now()));
            } else if (command instanceof HostCommand.Release release) {
                run(host.releaseFailed(release.term(), release.attempt(), now()));
            } else if (command instanceof HostCommand.CloseSession close) {
                run(host.sessionCloseFailed(close.session(), close.attempt(), now()));
            } else if (command instanceof HostCommand.OpenGates gates) {
                run(host.gatesFailed(gates.term(), random.nextBoolean() ? -1 : number(), now()));
            } else if (command instanceof HostCommand.BeginTerm begin) {
                run(host.workFailed(begin.term(), now()));
            } else if (command instanceof HostCommand.EndTerm end) {
                pending.add(end);
                run(host.workStuck(end.term(), now()));
            }
        }

        /** As a store and work do that are all right. */
        private void conclude(HostCommand command) {
            if (command instanceof HostCommand.OpenSession open) {
                run(host.opened(open.opening().id(), new StoreAnswer.Opened(server()), now()));
            } else if (command instanceof HostCommand.Heartbeat beat) {
                run(host.heartbeatFailed(beat.session(), beat.attempt(), now()));
            } else if (command instanceof HostCommand.Look look) {
                run(host.lookFailed(look.number(), now()));
            } else if (command instanceof HostCommand.Acquire acquire) {
                run(host.acquireFailed(acquire.asks(), now()));
            } else if (command instanceof HostCommand.Expire expire) {
                run(host.expireAnswered(expire, true, now()));
            } else if (command instanceof HostCommand.Release release) {
                run(host.released(release.term(), release.attempt(), now()));
            } else if (command instanceof HostCommand.CloseSession close) {
                run(host.sessionClosed(close.session(), close.attempt(), now()));
            } else if (command instanceof HostCommand.OpenGates gates) {
                run(host.gatesOpened(gates.term(), now()));
            } else if (command instanceof HostCommand.BeginTerm begin) {
                run(host.workBegun(begin.term(), now()));
            } else if (command instanceof HostCommand.EndTerm end) {
                run(host.workEnded(end.term(), now()));
            }
        }

        private StoreAnswer.Heartbeat heartbeat() {
            if (random.nextInt(6) == 0) {
                return new StoreAnswer.Gone(random.nextBoolean() ? null : HostileText.small(random));
            }
            List<TermId> terms = new ArrayList<>(random.nextBoolean() ? begun : granted);
            if (random.nextInt(3) == 0) {
                terms.add(term(pick(components)));
            }
            boolean isRight = random.nextInt(3) > 0;
            long sum = terms.stream().mapToLong(TermId::number).sum();
            return new StoreAnswer.Beat(
                    server(),
                    new StoreAnswer.Holdings(isRight ? terms.size() : number(), isRight ? sum : number(), terms));
        }

        private StoreAnswer.Looked looked(HostCommand.Look look) {
            Map<ComponentName, LeaseSight> leases = new HashMap<>();
            look.request().components().forEach(component -> leases.put(component, sight(component)));
            Map<SessionId, SessionSight> seen = new HashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                SessionId id = pick(sessions);
                seen.put(id, new SessionSight(id, number(), random.nextInt(4) == 0, number(), number(), number()));
            }
            Map<SessionId, StoreAnswer.Held> held = new HashMap<>();
            look.request().watched().forEach(id -> held.put(id, new StoreAnswer.Held(number(), number())));
            return new StoreAnswer.Looked(server(), leases, seen, held);
        }

        private LeaseSight sight(ComponentName component) {
            return switch (random.nextInt(6)) {
                case 0, 1 -> new LeaseSight.NoRow();
                case 2 -> new LeaseSight.Poisoned("a complaint about " + component + " " + random.nextInt(3));
                default -> new LeaseSight.Row(new Lease(term(component), random.nextInt(3) == 0, generation()));
            };
        }

        private StoreAnswer.Acquired acquired(HostCommand.Acquire acquire, HostCommand.Ask ask) {
            return switch (random.nextInt(6)) {
                case 0 -> new StoreAnswer.Refused();
                case 1 -> new StoreAnswer.Busy();
                case 2 -> new StoreAnswer.Unknown("nobody knows");
                default -> {
                    TermId term = new TermId(
                            ask.claim().component(),
                            granted.size() * 1_000L + random.nextInt(1_000),
                            acquire.session());
                    granted.add(term);
                    yield new StoreAnswer.Granted(term);
                }
            };
        }

        private TermId term(ComponentName component) {
            return new TermId(component, Math.max(0, number()), pick(sessions));
        }

        private Server server() {
            return new Server(generation(), number());
        }

        private Generation generation() {
            return new Generation(random.nextInt(8) > 0 ? "life" : "other" + random.nextInt(3));
        }

        private long number() {
            return random.nextInt(3) == 0 ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
