// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryLeaseStore;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.ForwardingStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract catches stores that are wrong, each in one way somebody might write them. */
class LeaseStoreContractTest {
    private static UnaryOperator<LeaseStore> mistake = UnaryOperator.identity();
    private static boolean keepsToItself;

    @Test
    void storesThatShareNothingAreCaught() {
        String test = "ofManyStoresThatRaceForANewRowExactlyOneWinsAndNoneFails";
        keepsToItself = true;
        try {
            assertThat(failed(test, UnaryOperator.identity())).containsExactly(test);
        } finally {
            keepsToItself = false;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakeIsCaught(String what, String test, UnaryOperator<LeaseStore> wrong) {
        assertThat(failed(test, UnaryOperator.identity()))
                .as("without the mistake")
                .isEmpty();
        assertThat(failed(test, wrong)).as(what).containsExactly(test);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                wrong("an id may be opened twice", "openWithAnIdThatExistsIsAFailure", store -> new Forwarding(store) {
                    @Override
                    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
                        return store.open(opening)
                                .recover(exists -> server(store).map(StoreAnswer.Opened::new));
                    }
                }),
                wrong(
                        "a heartbeat revives a closed session",
                        "heartbeatOfAClosedSessionIsGoneAndDoesNotReviveIt",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
                                return beat(store);
                            }
                        }),
                wrong("a heartbeat does not write", "heartbeatAddsOneToTheVersion", store -> new Forwarding(store) {
                    @Override
                    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
                        return sight(store, session)
                                .compose(sight -> sight.isEmpty() || sight.get().closed()
                                        ? store.heartbeat(session)
                                        : beat(store));
                    }
                }),
                wrong(
                        "a heartbeat does not tell what is held",
                        "heartbeatTellsWhatTheSessionHoldsUnreleased",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
                                return store.heartbeat(session)
                                        .map(answer -> answer instanceof StoreAnswer.Beat beat
                                                ? new StoreAnswer.Beat(beat.server(), nothing())
                                                : answer);
                            }
                        }),
                wrong("a look is a sign of life", "lookDoesNotMoveTheVersion", store -> new Forwarding(store) {
                    @Override
                    public Future<StoreAnswer.Looked> look(LookRequest request) {
                        return store.look(request)
                                .compose(looked -> Future.join(looked.sessions().keySet().stream()
                                                .map(store::heartbeat)
                                                .toList())
                                        .map(looked));
                    }
                }),
                wrong(
                        "a look hides the holders",
                        "lookFindsTheLeaseAndItsHoldersSession",
                        altered(looked ->
                                new StoreAnswer.Looked(looked.server(), looked.leases(), Map.of(), looked.held()))),
                wrong("an opening forgets the metadata", "lookTellsWhatTheHolderAdvertises", opening(null)),
                wrong(
                        "an opening keeps the beginning of the metadata",
                        "lookTellsTheMostThatAHolderMayAdvertise",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<StoreAnswer.Opened> open(SessionOpening opening) {
                                String metadata = String.valueOf(opening.metadata());
                                return store.open(
                                        opening.advertising(metadata.substring(0, Math.min(255, metadata.length()))));
                            }
                        }),
                wrong(
                        "an opening advertises something of its own",
                        "lookTellsNothingOfAHolderThatAdvertisesNothing",
                        opening("{}")),
                wrong(
                        "a heartbeat wipes the metadata away",
                        "heartbeatsLeaveWhatASessionAdvertisesAsItIs",
                        altered(looked -> advertising(looked, sight -> sight.version() > 0 ? null : sight.metadata()))),
                wrong(
                        "a look tells the metadata of one holder for all",
                        "lookAtManyLeasesOfSeveralHoldersTellsOfEachWhatItAdvertises",
                        altered(looked -> advertising(looked, sight -> "{\"port\":1}"))),
                wrong(
                        "a look hides what watched sessions hold",
                        "lookTellsOfWatchedSessionsWhatTheyHoldUnreleased",
                        altered(looked -> new StoreAnswer.Looked(looked.server(), looked.leases(), looked.sessions()))),
                wrong(
                        "an expiry ignores the version",
                        "expireRefusesASessionThatBeatInTheMeantime",
                        expiring((store, request) -> sight(store, request.session())
                                .map(sight -> new ExpireRequest(
                                        request.session(),
                                        sight.map(SessionSight::version).orElse(0L),
                                        request.generation())))),
                wrong(
                        "an expiry ignores the generation",
                        "expireRefusesAnotherGeneration",
                        expiring((store, request) -> server(store)
                                .map(server ->
                                        new ExpireRequest(request.session(), request.version(), server.generation())))),
                wrong(
                        "an expiry does not say who",
                        "expireClosesASessionThatStillHasTheVersion",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<Boolean> expire(ExpireRequest request, SessionId by) {
                                return store.expire(request, new SessionId("somebody~1"));
                            }
                        }),
                wrong(
                        "a claim ignores what was seen",
                        "acquireOfAComponentSeenWithoutARowIsRefusedIfThereIsOne",
                        claiming((store, claim) -> row(store, claim.component())
                                .map(row -> new Claim(
                                        claim.component(), row.orElse(null), claim.generation(), claim.aboveTerm())))),
                wrong(
                        "a claim ignores the generation",
                        "acquireComparesTheGeneration",
                        claiming((store, claim) -> server(store)
                                .map(server -> new Claim(
                                        claim.component(),
                                        claim.seen(),
                                        server.generation(),
                                        claim.aboveTerm(),
                                        claim.ifReleased())))),
                wrong(
                        "a claim ignores its lower bound",
                        "newTermIsAboveTheHighestTheCandidateEverSaw",
                        claiming((store, claim) -> Future.succeededFuture(new Claim(
                                claim.component(), claim.seen(), claim.generation(), -1, claim.ifReleased())))),
                wrong(
                        "a claim ignores that it is for a released lease",
                        "claimOnConditionOfAReleaseIsRefusedWhileTheLeaseIsHeld",
                        claiming((store, claim) -> Future.succeededFuture(
                                new Claim(claim.component(), claim.seen(), claim.generation(), claim.aboveTerm())))),
                wrong(
                        "answers to claims come in another order",
                        "acquireAnswersEachClaimOnItsOwnAndInOrder",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
                                return store.acquire(request).map(answers -> {
                                    List<StoreAnswer.Acquired> reversed = new ArrayList<>(answers);
                                    Collections.reverse(reversed);
                                    return reversed;
                                });
                            }
                        }),
                wrong(
                        "a lost race is a failure",
                        "ofManyStoresThatRaceForANewRowExactlyOneWinsAndNoneFails",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
                                return store.acquire(request)
                                        .compose(answers -> answers.contains(new StoreAnswer.Refused())
                                                ? Future.failedFuture(new LeaseStoreException(
                                                        LeaseStoreException.Kind.REJECTED, "unique violation"))
                                                : Future.succeededFuture(answers));
                            }
                        }),
                wrong(
                        "a release ignores the term",
                        "releaseOfATermThatWasTakenOverDoesNotTouchTheNewOne",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<Boolean> release(TermId term) {
                                return row(store, term.component()).compose(row -> store.release(row.orElse(term)));
                            }
                        }),
                wrong("a release cannot be repeated", "releaseMayBeRepeated", store -> new Forwarding(store) {
                    private final Set<TermId> released = new HashSet<>();

                    @Override
                    public Future<Boolean> release(TermId term) {
                        return store.release(term).map(yes -> yes && released.add(term));
                    }
                }),
                wrong(
                        "answers come from anywhere",
                        "answersComeOnTheContextTheStoreIsDrivenFrom",
                        store -> new Forwarding(store) {
                            @Override
                            public Future<StoreAnswer.Looked> look(LookRequest request) {
                                Promise<StoreAnswer.Looked> answer = Promise.promise();
                                store.look(request)
                                        .onComplete((looked, failure) ->
                                                new Thread(() -> answer.complete(looked, failure)).start());
                                return answer.future();
                            }
                        }));
    }

    private static Arguments wrong(String what, String test, UnaryOperator<LeaseStore> wrong) {
        return arguments(what, test, wrong);
    }

    private static UnaryOperator<LeaseStore> altered(UnaryOperator<StoreAnswer.Looked> alteration) {
        return store -> new Forwarding(store) {
            @Override
            public Future<StoreAnswer.Looked> look(LookRequest request) {
                return store.look(request).map(alteration);
            }
        };
    }

    /** Makes something else of what it is asked, with the help of the store. */
    private interface Rewriting<T> {
        Future<T> rewrite(LeaseStore store, T asked);
    }

    private static UnaryOperator<LeaseStore> expiring(Rewriting<ExpireRequest> rewriting) {
        return store -> new Forwarding(store) {
            @Override
            public Future<Boolean> expire(ExpireRequest request, SessionId by) {
                return rewriting.rewrite(store, request).compose(other -> store.expire(other, by));
            }
        };
    }

    private static UnaryOperator<LeaseStore> claiming(Rewriting<Claim> rewriting) {
        return store -> new Forwarding(store) {
            @Override
            public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
                List<Future<Claim>> claims = request.claims().stream()
                        .map(claim -> rewriting.rewrite(store, claim))
                        .toList();
                return Future.all(claims)
                        .compose(all -> store.acquire(new AcquireRequest(request.session(), all.list())));
            }
        };
    }

    private static UnaryOperator<LeaseStore> opening(@Nullable String metadata) {
        return store -> new Forwarding(store) {
            @Override
            public Future<StoreAnswer.Opened> open(SessionOpening opening) {
                return store.open(opening.advertising(metadata));
            }
        };
    }

    private static StoreAnswer.Looked advertising(
            StoreAnswer.Looked looked, Function<SessionSight, @Nullable String> metadata) {
        Map<SessionId, SessionSight> sessions = new HashMap<>();
        looked.sessions()
                .forEach((id, sight) -> sessions.put(
                        id,
                        new SessionSight(
                                id,
                                sight.version(),
                                sight.closed(),
                                sight.leaseMillis(),
                                sight.renewMillis(),
                                sight.silentMillis(),
                                metadata.apply(sight))));
        return new StoreAnswer.Looked(looked.server(), looked.leases(), sessions, looked.held());
    }

    private static Future<Server> server(LeaseStore store) {
        return store.look(new LookRequest(List.of())).map(StoreAnswer.Looked::server);
    }

    private static Future<StoreAnswer.Heartbeat> beat(LeaseStore store) {
        return server(store).map(server -> new StoreAnswer.Beat(server, nothing()));
    }

    private static StoreAnswer.Holdings nothing() {
        return new StoreAnswer.Holdings(0, 0, List.of());
    }

    private static Future<Optional<SessionSight>> sight(LeaseStore store, SessionId session) {
        return store.look(new LookRequest(List.of(), Set.of(session)))
                .map(looked -> Optional.ofNullable(looked.sessions().get(session)));
    }

    private static Future<Optional<TermId>> row(LeaseStore store, ComponentName component) {
        return store.look(new LookRequest(List.of(component)))
                .map(looked -> looked.leases().get(component) instanceof LeaseSight.Row row
                        ? Optional.of(row.lease().term())
                        : Optional.empty());
    }

    /** The test, if a store with this mistake fails it. */
    private static List<String> failed(String test, UnaryOperator<LeaseStore> wrong) {
        mistake = wrong;
        List<String> failed = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(MistakenStore.class, test))
                .build();
        try {
            LauncherFactory.create().execute(request, new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
                    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                        failed.add(finished.getDisplayName().replace("()", ""));
                    }
                }
            });
        } finally {
            mistake = UnaryOperator.identity();
        }
        return failed;
    }

    /** The contract as the author of a store runs it. */
    static class MistakenStore extends LeaseStoreContract {
        private String name = "";

        @Override
        protected void emptyData() {
            name = UUID.randomUUID().toString();
        }

        @Override
        protected LeaseStore newStore(Vertx vertx) {
            String data = keepsToItself ? UUID.randomUUID().toString() : name;
            return mistake.apply(MemoryLeaseStore.named(vertx, data));
        }
    }

    /** Right but for what is overridden. */
    private static class Forwarding extends ForwardingStore {
        Forwarding(LeaseStore store) {
            super(store);
        }
    }
}
